// A text with line numbers, in which findings stand at their lines.
import { useLayoutEffect, useRef } from 'preact/hooks';

/** In pixels, as the style sheet has it. */
const LINE = 20;

/**
 * `marks` are findings with `line` and `severity`; `at` is `{offset, asked}`: where the caret goes
 * each time it is asked for.
 */
export function Editor({ text, marks, at, onText }) {
  const area = useRef();
  const gutter = useRef();
  const behind = useRef();
  const lines = text.split('\n');
  const scrolled = () => {
    const { scrollTop, scrollLeft } = area.current;
    gutter.current.style.setProperty('transform', `translateY(${-scrollTop}px)`);
    behind.current.style.setProperty('transform', `translate(${-scrollLeft}px, ${-scrollTop}px)`);
  };
  // Before anything is painted: who types on at once does so where the finding is.
  useLayoutEffect(() => {
    if (!at) return;
    const line = text.slice(0, at.offset).split('\n').length;
    area.current.focus({ preventScroll: true });
    area.current.scrollIntoView({ block: 'nearest' });
    area.current.setSelectionRange(at.offset, at.offset);
    area.current.scrollTop = Math.max(0, (line - 6) * LINE);
  }, [at]);
  const marked = new Map();
  for (const mark of marks) marked.set(mark.line, [...(marked.get(mark.line) ?? []), mark]);
  return (
    <div class="editor">
      <div class="editor-gutter" aria-hidden="true">
        <div ref={gutter}>{lines.map((_, index) => index + 1).join('\n')}</div>
      </div>
      <div class="editor-body">
        <div class="editor-behind" ref={behind} aria-hidden="true">
          {[...marked].map(([line, found]) => (
            <div
              key={line}
              class={`editor-mark ${toneOf(found)}`}
              style={{ top: `${(line - 1) * LINE}px` }}
            >
              <span
                class="editor-said"
                style={{ marginLeft: `${(lines[line - 1]?.length ?? 0) + 3}ch` }}
              >
                {found.map(({ message }) => message.replaceAll('`', '')).join('; ')}
              </span>
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          value={text}
          wrap="off"
          spellcheck={false}
          autocomplete="off"
          aria-label="The policy as JSON"
          aria-describedby="policy-findings"
          onInput={(event) => onText(event.currentTarget.value)}
          onScroll={scrolled}
        />
      </div>
    </div>
  );
}

/** The worst that is said of a line. */
export function toneOf(findings) {
  return (
    ['error', 'warning'].find((severity) => findings.some((one) => one.severity === severity)) ??
    'note'
  );
}
