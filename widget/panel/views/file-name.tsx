/** @jsxImportSource #draw */
/** A file's name on one line, in its own direction. What gives way stands before its ending, which says what it is. */

/** No more than that: cut from the letters before it, Arabic ones would no longer join. */
const ENDING = /\.\w{1,5}$/;

export function FileName({ name }: { name: string }) {
  const [ending = ''] = ENDING.exec(name) ?? [];
  return (
    <span class="name" dir="auto" title={name}>
      <span>{name.slice(0, name.length - ending.length)}</span>
      <span>{ending}</span>
    </span>
  );
}
