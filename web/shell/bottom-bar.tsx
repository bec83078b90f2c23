import {
  IconAddressBook,
  IconChartLine,
  IconMenu2,
  IconSearch,
  IconSun,
  IconTargetArrow,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { t } from '../text/t.ts'
import classes from './bottom-bar.module.css'
import { phonePlaces } from './navigation.ts'
import { usePlaces } from './use-places.ts'

const MoreDrawer = lazy(() => import('./more-drawer.tsx'))

const icons: Record<string, typeof IconSun> = {
  '/today': IconSun,
  '/people': IconAddressBook,
  '/deals': IconTargetArrow,
  '/metrics': IconChartLine,
}

/** The rail of a phone: four places under the thumb, search, and the rest behind a menu. */
export function BottomBar({ onSearch }: { onSearch: () => void }) {
  const [open, setOpen] = useState(false)
  const { all } = usePlaces()
  return (
    <nav className={classes.bar} aria-label={t('nav.mainPhone')}>
      {phonePlaces.map((to) => {
        const Icon = icons[to] ?? IconSun
        return (
          <Link key={to} to={to} className={classes.item} activeProps={{ 'data-active': true }}>
            <Icon size={20} stroke={1.6} aria-hidden />
            {all.find((place) => place.to === to)?.label}
          </Link>
        )
      })}
      <button type="button" className={classes.item} onClick={onSearch}>
        <IconSearch size={20} stroke={1.6} aria-hidden />
        {t('nav.searchShort')}
      </button>
      <button type="button" className={classes.item} onClick={() => setOpen(true)} aria-expanded={open}>
        <IconMenu2 size={20} stroke={1.6} aria-hidden />
        {t('nav.more')}
      </button>
      <Suspense>{open && <MoreDrawer onClose={() => setOpen(false)} />}</Suspense>
    </nav>
  )
}
