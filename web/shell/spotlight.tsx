import '@mantine/spotlight/styles.layer.css'
import { useMantineColorScheme } from '@mantine/core'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { SearchHit } from '../../contract/records/search.ts'
import { permissionOf } from '../../contract/team/role.ts'
import { t } from '../text/t.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { WingDot } from '../ui/wing.tsx'
import { groups, settingsOf } from './navigation.ts'
import { searchQuery } from './search.ts'
import { useSession, useSignOut } from './session.tsx'
import classes from './spotlight.module.css'
import { undoLast } from './undo.ts'

interface Deed {
  id: string
  label: string
  keys?: string
  run: () => void
}

const [store, spotlight] = createSpotlight()

/** The library chooses the first when the words change; what is found arrives later, and then Enter must mean it. */
function selectFirst() {
  const list = document.getElementById(store.getState().listId)
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected')
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected: 0 }))
}

const most = 8

/** Titles that begin with the words come first, customers before what belongs to them. */
function likeliest(hits: readonly SearchHit[], query: string): SearchHit[] {
  const words = query.trim().toLowerCase()
  const rank = (hit: SearchHit) =>
    (hit.title.toLowerCase().startsWith(words) ? 0 : 2) + (recordTypeOf(hit.type).customer === 'self' ? 0 : 1)
  return hits.toSorted((a, b) => rank(a) - rank(b)).slice(0, most)
}

const matches = (label: string, query: string) =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word))

/** Search every record, or do any action: one field for both. */
export default function SearchOrDo({ onClose, onShowKeys }: { onClose: () => void; onShowKeys: () => void }) {
  const [query, setQuery] = useState('')
  const navigate = useNavigate()
  const { user } = useSession()
  const signOut = useSignOut()
  const { setColorScheme } = useMantineColorScheme()
  const found = useQuery({ ...searchQuery(query.trim()), placeholderData: keepPreviousData })
  useEffect(() => spotlight.open(), [])

  const go = (to: string) => () => void navigate({ to })
  const deeds: Deed[] = [
    ...recordTypes
      .filter((type: RecordType) => permissionOf(user.role, type).create)
      .map((type) => ({
        id: `new-${type.name}`,
        label: t('spotlight.new', { type: type.label.one.toLowerCase() }),
        run: go(`/${type.plural}?create=true`),
      })),
    ...[...groups.flatMap((group) => group.places), ...settingsOf(user.role)].map((place) => ({
      id: place.to,
      label: t('keys.goTo', { place: place.label }),
      ...(place.key && { keys: `g ${place.key}` }),
      run: go(place.to),
    })),
    { id: 'light', label: t('spotlight.light'), run: () => setColorScheme('light') },
    { id: 'dark', label: t('spotlight.dark'), run: () => setColorScheme('dark') },
    { id: 'undo', label: t('keys.undo'), keys: 'mod+z', run: undoLast },
    { id: 'keys', label: t('keys.show'), keys: '?', run: onShowKeys },
    { id: 'sign-out', label: t('nav.signOut'), run: () => void signOut() },
  ]
  const shown = deeds.filter((deed) => matches(deed.label, query)).slice(0, query ? 6 : 9)
  const records = query.trim() ? likeliest(found.data?.data ?? [], query) : []
  const first = records[0]?.id ?? shown[0]?.id
  useEffect(selectFirst, [first])

  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      scrollable
      maxHeight={440}
      radius="lg"
      centered={false}
      yOffset="12vh"
      overlayProps={{ color: 'var(--veil)', backgroundOpacity: 1, blur: 0 }}
      classNames={{
        header: 'visually-hidden',
        search: classes.search,
        content: classes.content,
        actionsList: classes.list,
        actionsGroup: classes.group,
      }}
      size={560}
      title={t('nav.search')}
      transitionProps={{ duration: 80 }}
    >
      <Spotlight.Search placeholder={t('nav.search')} aria-label={t('nav.search')} />
      <Spotlight.ActionsList>
        {records.length > 0 && (
          <Spotlight.ActionsGroup label={t('spotlight.records')}>
            {records.map((hit) => {
              const type = recordTypeOf(hit.type)
              return (
                <Spotlight.Action
                  key={hit.id}
                  className={classes.action}
                  onClick={go(`/${type.plural}/${hit.id}`)}
                >
                  <span className={classes.title}>{hit.title}</span>
                  <span className={classes.kind}>
                    <WingDot wing={type.wing} /> {type.label.one}
                  </span>
                </Spotlight.Action>
              )
            })}
          </Spotlight.ActionsGroup>
        )}
        {shown.length > 0 && (
          <Spotlight.ActionsGroup label={t('spotlight.do')}>
            {shown.map((deed) => (
              <Spotlight.Action key={deed.id} className={classes.action} onClick={deed.run}>
                <span className={classes.title}>{deed.label}</span>
                {deed.keys && <KeyHint keys={deed.keys} />}
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {records.length + shown.length === 0 && (
          <Spotlight.Empty>
            {found.isFetching ? t('ui.loading') : t('spotlight.nothing', { query })}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
