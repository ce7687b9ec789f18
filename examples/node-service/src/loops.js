/** Does something again and again, each time when the time before is over, until it is stopped. */
export function repeat(milliseconds, work, { log, name }) {
  let stopped = false;
  let timer;
  let waking;
  const ended = (async () => {
    while (!stopped) {
      try {
        await work(() => stopped);
      } catch (error) {
        log.warn(
          { error: error.cause?.message ?? error.message },
          `${name} failed and is tried again`,
        );
      }
      if (stopped) break;
      await new Promise((resolve) => {
        waking = resolve;
        timer = setTimeout(resolve, milliseconds);
      });
    }
  })();
  return async function stop() {
    stopped = true;
    clearTimeout(timer);
    waking?.();
    await ended;
  };
}
