import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the service counts of itself, for Prometheus. */
export function openMeasures() {
  const registry = new Registry();
  const registers = [registry];
  const stopDefaults = collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'desk_request_seconds',
    help: 'Requests by route, method and status.',
    registers,
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
  });
  const commands = new Counter({
    name: 'desk_commands_total',
    help: 'Commands by type and by what became of them.',
    registers,
    labelNames: ['type', 'outcome'],
  });
  const deliveries = new Counter({
    name: 'desk_deliveries_total',
    help: 'Deliveries to webhooks by outcome.',
    registers,
    labelNames: ['outcome'],
  });
  const ticks = new Counter({
    name: 'desk_ticks_total',
    help: 'Tickets to which time did something.',
    registers,
  });
  const outbox = new Gauge({
    name: 'desk_outbox',
    help: 'Deliveries that wait, or were set aside.',
    registers,
    labelNames: ['state'],
  });
  const streams = new Gauge({ name: 'desk_streams', help: 'Open event streams.', registers });
  return {
    registry,
    requests,
    commands,
    deliveries,
    ticks,
    outbox,
    streams,
    close: () => {
      registry.clear();
      stopDefaults?.();
    },
  };
}
