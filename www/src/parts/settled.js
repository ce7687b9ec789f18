import { useEffect, useState } from 'preact/hooks';

/** A value once it has not changed for a moment: while somebody types, nothing is asked. */
export function useSettled(value, after = 250) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
