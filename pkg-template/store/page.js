/** The page as far as it matters to a clock: whether somebody can see it. */
export function pageOf(document = globalThis.document) {
  if (!document) return { visible: () => true, watch: () => () => {} };
  const window = document.defaultView;
  return {
    visible: () => document.visibilityState !== 'hidden',
    watch(turned) {
      document.addEventListener('visibilitychange', turned);
      // A page that comes back from the browser's store was frozen, perhaps for hours.
      window?.addEventListener('pageshow', turned);
      return () => {
        document.removeEventListener('visibilitychange', turned);
        window?.removeEventListener('pageshow', turned);
      };
    },
  };
}
