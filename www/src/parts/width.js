import { useLayoutEffect, useState } from 'preact/hooks';

/** The width of an element, as it changes. */
export function useWidth(ref, usual = 640) {
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry.contentRect.width)));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
