import { Fragment } from 'preact';

/** An address that breaks after its "@", else before its dots, and only then in mid-word. */
export function Address({ value }: { value: string }) {
  const end = value.lastIndexOf('@') + 1;
  return (
    <>
      <Dotted text={value.slice(0, end)} />
      {end > 0 && <wbr />}
      <span class="address-end">
        <Dotted text={value.slice(end)} />
      </span>
    </>
  );
}

function Dotted({ text }: { text: string }) {
  return text.split(/(?=\.)/).map((piece, index) => (
    <Fragment key={`${index} ${piece}`}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}
