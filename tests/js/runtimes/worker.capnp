using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.bundle.js", esModule = embed "worker.bundle.js"),
    (name = "./core.wasm", wasm = embed "core.wasm"),
  ],
  compatibilityDate = "2026-11-01",
);
