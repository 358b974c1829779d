import { useState } from 'preact/hooks';
import type { Token } from '../../server/wire/people.ts';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Icon } from '../parts/icon.tsx';
import { Loaded, useResource } from '../parts/resource.tsx';
import { Tag } from '../parts/small.tsx';
import { date, relative } from '../words/format.ts';
import { now } from '../words/now.ts';
import { words } from '../words/words.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { Removal } from './removal.tsx';
import { SectionPage } from './section-page.tsx';

/** The keys programs use, and where to read what they open. */
export function TokensPage() {
  const { tokens: said } = words.value.settings;
  const [making, setMaking] = useState(false);
  const tokens = useResource<{ data: Token[] }>('tokens');
  const make = (
    <Button look="primary" icon="plus" onClick={() => setMaking(true)}>
      {said.create}
    </Button>
  );
  return (
    <SectionPage title={said.title} lead={said.lead} actions={make}>
      <p>
        <a class="reference-link" href="/api" target="_blank" rel="noopener">
          {said.reference} <Icon name="external" size={12} />
        </a>
      </p>
      <Loaded resource={tokens}>
        {({ data }) => <TokenList tokens={data} onRevoked={tokens.reload} />}
      </Loaded>
      {making && <NewTokenDialog onMade={tokens.reload} onClose={() => setMaking(false)} />}
    </SectionPage>
  );
}

function TokenList({ tokens, onRevoked }: { tokens: Token[]; onRevoked: () => void }) {
  const { tokens: said } = words.value.settings;
  if (tokens.length === 0) {
    return (
      <EmptyState title={said.empty} shape="triangle">
        {said.emptyText}
      </EmptyState>
    );
  }
  return (
    <Card title={said.title} flush titleHidden>
      <ul class="rows">
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} onRevoked={onRevoked} />
        ))}
      </ul>
    </Card>
  );
}

function TokenRow({ token, onRevoked }: { token: Token; onRevoked: () => void }) {
  const { tokens } = words.value.settings;
  const [asking, setAsking] = useState(false);
  const expired = token.expiresAt !== null && Date.parse(token.expiresAt) < now.value;
  return (
    <li class="row row-wraps">
      <Icon name="key" />
      <div class="row-main">
        <p class="row-title">
          {token.name} <code class="row-detail">…{token.ending}</code>
        </p>
        <p class="row-detail">{history(token)}</p>
      </div>
      <div class="row-end">
        <span class="scope-tags">
          {expired && <Tag tone="danger">{tokens.expired}</Tag>}
          {token.scopes.map((scope) => (
            <Tag key={scope}>{tokens.scopes[scope]}</Tag>
          ))}
        </span>
        <Button label={`${tokens.revoke}: ${token.name}`} onClick={() => setAsking(true)}>
          {tokens.revoke}
        </Button>
      </div>
      {asking && (
        <Removal
          path={`tokens/${token.id}`}
          title={tokens.revokeTitle(token.name)}
          text={tokens.revokeText}
          action={tokens.revoke}
          removed={tokens.revoked}
          onRemoved={onRevoked}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

function history({ createdAt, usedAt, expiresAt }: Token): string {
  const { tokens } = words.value.settings;
  const used = usedAt === null ? tokens.neverUsed : tokens.used(relative(usedAt, now.value));
  const end = expiresAt === null ? null : tokens.expires(date(expiresAt));
  return [tokens.created(date(createdAt)), used, end].filter(Boolean).join(' · ');
}
