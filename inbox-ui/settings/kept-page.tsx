import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { SectionPage } from './section-page.tsx';

type Props<Item> = {
  said: { title: string; lead: string; create: string; empty: string; emptyText: string };
  /** null: not known yet. */
  items: readonly Item[] | null;
  row: (item: Item, at: number, edit: () => void) => ComponentChildren;
  /** @param item null: a new one */
  dialog: (item: Item | null, close: () => void) => ComponentChildren;
};

/** What is kept for being used again: all there is, and a dialog for one of them or a new one. */
export function KeptPage<Item>({ said, items, row, dialog }: Props<Item>) {
  const [writing, setWriting] = useState<{ item: Item | null } | null>(null);
  const make = (
    <Button look="primary" icon="plus" onClick={() => setWriting({ item: null })}>
      {said.create}
    </Button>
  );
  return (
    <SectionPage title={said.title} lead={said.lead} actions={make}>
      {items === null && <Skeleton lines={6} />}
      {items?.length === 0 && (
        <EmptyState title={said.empty} shape="square">
          {said.emptyText}
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <Card title={said.title} flush titleHidden>
          <ul class="rows">{items.map((item, at) => row(item, at, () => setWriting({ item })))}</ul>
        </Card>
      )}
      {writing && dialog(writing.item, () => setWriting(null))}
    </SectionPage>
  );
}
