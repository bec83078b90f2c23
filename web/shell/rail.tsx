import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { t } from '../text/t.ts'
import { WingDot } from '../ui/wing.tsx'
import { AccountButton } from './account-button.tsx'
import { useCounts } from './counts.ts'
import { Logo } from './logo.tsx'
import type { Place } from './navigation.ts'
import classes from './rail.module.css'
import { usePlaces } from './use-places.ts'

export function Rail() {
  const { groups } = usePlaces()
  return (
    <nav className={classes.rail} aria-label={t('nav.main')}>
      <Link to="/today" className={classes.logo} aria-label="Throughline">
        <Logo />
      </Link>
      <div className={classes.groups}>
        {groups.map((group) => (
          <div key={group.label ?? ''} className={classes.group}>
            {group.label && (
              <div className={classes.heading}>
                {group.wing && <WingDot wing={group.wing} />}
                {group.label}
              </div>
            )}
            <Places places={group.places} />
            {group.more.length > 0 && <More places={group.more} />}
          </div>
        ))}
      </div>
      <AccountButton />
    </nav>
  )
}

function Places({ places }: { places: readonly Place[] }) {
  const counts = useCounts()
  return (
    <ul>
      {places.map((place) => (
        <li key={place.to}>
          <Link
            to={place.to}
            className={classes.place}
            activeProps={{ 'data-active': true }}
            title={place.key && `g ${place.key}`}
          >
            {place.label}
            {place.count && counts[place.count] ? (
              <span className={classes.count}>{counts[place.count]}</span>
            ) : null}
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** Places that are folded away, unless one of them is where the reader is. */
function More({ places }: { places: readonly Place[] }) {
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  const within = places.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  return (
    <details open={open || within} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.place}>{t('nav.more')}</summary>
      <Places places={places} />
    </details>
  )
}
