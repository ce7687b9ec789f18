// The line between a page and a service, which can be cut: the browser's own way to be offline is
// forgotten in parts when a page is loaded anew.
import { connect, createServer } from 'node:net';

/** `cut` lets nobody through any more, `mend` does again; the service knows nothing of either. */
export async function lineTo(address) {
  const { hostname, port } = new URL(address);
  const sockets = new Set();
  const server = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    for (const [one, other] of [[socket, onward], [onward, socket]]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  });
  const listen = (at) => new Promise((resolve, reject) => {
    server.once('error', reject).listen(at, '127.0.0.1', resolve);
  });
  const cut = () => new Promise((resolve) => {
    server.close(resolve);
    for (const socket of sockets) socket.destroy();
  });
  await listen(0);
  const own = server.address().port;
  return { address: `http://127.0.0.1:${own}`, cut, mend: () => listen(own) };
}
