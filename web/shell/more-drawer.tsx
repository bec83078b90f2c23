import '@mantine/core/styles/Drawer.layer.css'
import { Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { t } from '../text/t.ts'
import { WingDot } from '../ui/wing.tsx'
import classes from './bottom-bar.module.css'
import { useSignOut } from './session.tsx'
import { usePlaces } from './use-places.ts'

/** All places, for a phone. */
export default function MoreDrawer({ onClose }: { onClose: () => void }) {
  const { groups, settings } = usePlaces()
  const signOut = useSignOut()
  const all = [...groups, { label: t('nav.settings'), wing: undefined, places: settings, more: [] }]
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="80%"
      title={t('nav.more')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {all.map((group) => (
        <div key={group.label ?? ''} className={classes.group}>
          {group.label && (
            <div className={classes.heading}>
              {group.wing && <WingDot wing={group.wing} />} {group.label}
            </div>
          )}
          {[...group.places, ...group.more].map((place) => (
            <Link key={place.to} to={place.to} className={classes.place} onClick={onClose}>
              {place.label}
            </Link>
          ))}
        </div>
      ))}
      <button type="button" className={classes.place} onClick={() => void signOut()}>
        {t('nav.signOut')}
      </button>
    </Drawer>
  )
}
