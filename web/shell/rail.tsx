import { Link } from '@tanstack/react-router'
import { t } from '../text/t.ts'
import { WingDot } from '../ui/wing.tsx'
import { AccountButton } from './account-button.tsx'
import { useCounts } from './counts.ts'
import { Logo } from './logo.tsx'
import classes from './rail.module.css'
import { usePlaces } from './use-places.ts'

export function Rail() {
  const counts = useCounts()
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
            <ul>
              {group.places.map((place) => (
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
          </div>
        ))}
      </div>
      <AccountButton />
    </nav>
  )
}
