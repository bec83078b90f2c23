import { Link } from '@tanstack/react-router'
import { t } from '../text/t.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { useCrumbs } from './crumbs.tsx'
import { Logo } from './logo.tsx'
import { NotificationsBell } from './notifications-bell.tsx'
import classes from './top-bar.module.css'

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const crumbs = useCrumbs()
  return (
    <header className={classes.bar}>
      <Link to="/today" className={classes.logo} aria-label="Throughline">
        <Logo />
      </Link>
      <nav aria-label={t('nav.crumbs')} className={classes.crumbs}>
        <ol>
          {crumbs.map((crumb, index) => (
            <li
              key={`${crumb.label}${crumb.to}`}
              aria-current={index === crumbs.length - 1 ? 'page' : undefined}
            >
              {crumb.to && index < crumbs.length - 1 ? (
                <Link to={crumb.to}>{crumb.label}</Link>
              ) : (
                <span>{crumb.label}</span>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <button
        type="button"
        className={classes.search}
        onClick={onSearch}
        aria-keyshortcuts="Control+K Meta+K"
      >
        {t('nav.search')}
        <KeyHint keys="mod+k" />
      </button>
      <NotificationsBell />
    </header>
  )
}
