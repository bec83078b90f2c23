import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { WingDot } from '../ui/wing.tsx'
import { messageOf } from './api.ts'
import classes from './search-dialog.module.css'
import { searchQuery } from './search.ts'
import { useSession, useSignOut } from './session.tsx'
import { useTheme } from './settings.ts'
import { undoLast } from './undo.ts'
import { usePlaces } from './use-places.ts'

/** What the keys of the field do to the list. */
export interface Choosing {
  move: (step: 1 | -1) => void
  run: () => void
}

interface Option {
  id: string
  label: string
  aside: ReactNode
  run: () => void
}

const mostRecords = 8
const mostDeeds = 6

const matches = (label: string, query: string) =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word))

/** What can be done from anywhere. */
function useDeeds(onShowKeys: () => void): Option[] {
  const navigate = useNavigate()
  const { permissions } = useSession()
  const { all: places } = usePlaces()
  const signOut = useSignOut()
  const { setTheme } = useTheme()
  const go = (to: string) => () => void navigate({ to })
  const deed = (id: string, label: string, run: () => void, keys?: string): Option => ({
    id,
    label,
    aside: keys && <KeyHint keys={keys} />,
    run,
  })
  return [
    ...(recordTypes as readonly RecordType[])
      .filter((type) => permissions[type.name]?.create)
      .map((type) =>
        deed(
          `new-${type.name}`,
          t('spotlight.new', { type: inText(typeLabel(type).one) }),
          go(`/${type.plural}?create=true`),
        ),
      ),
    ...places.map(({ to, label, key }) =>
      deed(to, t('keys.goTo', { place: label }), go(to), key && `g ${key}`),
    ),
    deed('light', t('spotlight.light'), () => setTheme('light')),
    deed('dark', t('spotlight.dark'), () => setTheme('dark')),
    deed('undo', t('keys.undo'), undoLast, 'mod+z'),
    deed('keys', t('keys.show'), onShowKeys, '?'),
    deed('sign-out', t('nav.signOut'), () => void signOut()),
  ]
}

interface ResultsProps {
  query: string
  onChoosing: (choosing: Choosing) => void
  onChosen: (id: string | undefined) => void
  onClose: () => void
  onShowKeys: () => void
}

/** What the words in the search field find, records before deeds; the first is chosen until the reader moves on. */
export default function Results({ query, onChoosing, onChosen, onClose, onShowKeys }: ResultsProps) {
  const navigate = useNavigate()
  const words = query.trim()
  const found = useQuery({ ...searchQuery(words), placeholderData: keepPreviousData })
  const deeds = useDeeds(onShowKeys)
  const [moved, setMoved] = useState({ words, to: 0 })
  const chosenElement = useRef<HTMLButtonElement>(null)

  const records = (words ? (found.data?.data ?? []) : []).slice(0, mostRecords).map((hit): Option => {
    const type = recordTypeOf(hit.type)
    return {
      id: hit.id,
      label: hit.title,
      aside: (
        <span className={classes.kind}>
          <WingDot wing={type.wing} /> {typeLabel(type).one}
        </span>
      ),
      run: () => void navigate({ to: `/${type.plural}/${hit.id}` }),
    }
  })
  const shown = deeds.filter(({ label }) => matches(label, query)).slice(0, words ? mostDeeds : undefined)
  const options = [...records, ...shown]
  const at = moved.words === words ? Math.min(moved.to, options.length - 1) : 0
  const chosen = options[at]

  const perform = (option: Option) => {
    onClose()
    option.run()
  }
  const elementOf = (option: Option) => `search-${option.id}`
  const chosenId = chosen && elementOf(chosen)
  useEffect(() => {
    onChoosing({
      move: (step) => setMoved({ words, to: (at + step + options.length) % Math.max(options.length, 1) }),
      run: () => chosen && perform(chosen),
    })
  })
  useEffect(() => {
    onChosen(chosenId)
    chosenElement.current?.scrollIntoView({ block: 'nearest' })
  }, [chosenId, onChosen])

  const group = (label: string, members: Option[]) =>
    members.length > 0 && (
      <div role="group" aria-label={label}>
        <div className={classes.group} aria-hidden>
          {label}
        </div>
        {members.map((option) => (
          <button
            key={option.id}
            type="button"
            tabIndex={-1}
            id={elementOf(option)}
            ref={option === chosen ? chosenElement : undefined}
            role="option"
            aria-selected={option === chosen}
            className={classes.option}
            onClick={() => perform(option)}
          >
            <span className={classes.title}>{option.label}</span>
            {option.aside}
          </button>
        ))}
      </div>
    )

  return (
    <>
      {found.isError && words && (
        <p role="alert" className={classes.said}>
          {messageOf(found.error)}
        </p>
      )}
      {group(t('spotlight.records'), records)}
      {group(t('spotlight.do'), shown)}
      {options.length === 0 && !found.isError && (
        <div className={classes.said} role="option" aria-selected={false} aria-disabled tabIndex={-1}>
          {found.isFetching ? t('ui.loading') : t('spotlight.nothing', { query })}
        </div>
      )}
    </>
  )
}
