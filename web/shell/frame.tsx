import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { t } from '../text/t.ts'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { Banner } from './banner.tsx'
import { BottomBar } from './bottom-bar.tsx'
import classes from './frame.module.css'
import { Rail } from './rail.tsx'
import { SearchDialog } from './search-dialog.tsx'
import { listen, useShortcuts } from './shortcuts.ts'
import { TopBar } from './top-bar.tsx'
import { undoLast } from './undo.ts'
import { useLive } from './live.ts'
import { usePlaces } from './use-places.ts'

const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx'))

/** Rail, top bar and page. Everything within is for someone who is signed in. */
export function Frame() {
  const [searching, setSearching] = useState(false)
  const [keysShown, setKeysShown] = useState(false)
  const navigate = useNavigate()

  useEffect(listen, [])
  useLive()

  const { all: places } = usePlaces()
  useShortcuts([
    { keys: 'mod+k', label: t('keys.search'), run: () => setSearching(true) },
    { keys: '/', label: t('keys.search'), run: () => setSearching(true) },
    { keys: '?', label: t('keys.show'), run: () => setKeysShown(true) },
    { keys: 'mod+z', label: t('keys.undo'), run: undoLast },
    ...places.flatMap((place) =>
      place.key
        ? [
            {
              keys: `g ${place.key}`,
              label: t('keys.goTo', { place: place.label }),
              run: () => void navigate({ to: place.to }),
            },
          ]
        : [],
    ),
  ])

  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>
        {t('nav.skip')}
      </a>
      <Rail />
      <TopBar onSearch={() => setSearching(true)} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Banner />
        <Suspense fallback={<RowsSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar onSearch={() => setSearching(true)} />
      {searching && (
        <SearchDialog onClose={() => setSearching(false)} onShowKeys={() => setKeysShown(true)} />
      )}
      <Suspense>{keysShown && <ShortcutSheet onClose={() => setKeysShown(false)} />}</Suspense>
    </div>
  )
}
