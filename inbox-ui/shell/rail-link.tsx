import { Icon, type IconName } from '../parts/icon.tsx';
import { route } from '../router.ts';

type RailLinkProps = {
  href: string;
  label: string;
  icon: IconName;
  slim: boolean;
  page?: 'visitors' | 'contacts' | 'settings';
};

/** A way to a page of the product. */
export function RailLink({ href, label, icon, slim, page }: RailLinkProps) {
  return (
    <a
      class="rail-link"
      href={href}
      aria-current={page !== undefined && route.value.page === page ? 'page' : undefined}
      data-tip={slim ? label : undefined}
    >
      <Icon name={icon} />
      <span class={slim ? 'hidden-text' : 'truncate'}>{label}</span>
    </a>
  );
}
