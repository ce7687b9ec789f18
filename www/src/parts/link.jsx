// A link to another view: an ordinary address, opened without loading the page anew.
import { addressOf, go } from '../address.js';

export function Link({ to, children, ...rest }) {
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return <a href={addressOf(to)} onClick={open} {...rest}>{children}</a>;
}
