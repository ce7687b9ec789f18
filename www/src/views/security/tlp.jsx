/** The label of the Traffic Light Protocol, as it is written. */
export function Tlp({ label }) {
  if (!label) return <span class="chip quiet">no TLP label</span>;
  const colour = /^TLP:(RED|AMBER|GREEN|CLEAR)/.exec(label)?.[1].toLowerCase() ?? 'none';
  return <span class={`tlp ${colour}`}>{label}</span>;
}
