import { Select } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import { user } from '../../contract/team/user.ts'
import { ConflictDialog } from '../records/conflict-dialog.tsx'
import { recordQuery, someQuery } from '../records/record-api.ts'
import { useAddressOf } from '../records/successor.ts'
import { ExpandedContext } from '../records/titles.ts'
import { useCrumb } from '../shell/crumbs.tsx'
import { useTypes } from '../shell/types.ts'
import { useSession } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/pages.ts'
import { Page } from '../ui/page.tsx'
import { Composer, kindNames, kindOf } from './composer.tsx'
import type { Narrowing } from './customer-api.ts'
import { CustomerHeader } from './customer-header.tsx'
import classes from './customer-page.module.css'
import { keptDraft } from './draft.ts'
import type { Kind } from './draft.ts'
import { Side } from './side.tsx'
import { Throughline } from './throughline.tsx'
import { Timeline } from './timeline.tsx'
import type { WingParts } from './wing-parts.ts'

const tabs: readonly { label: string; name: string; narrowing: Narrowing }[] = [
  { name: 'all', label: t('timeline.all'), narrowing: {} },
  { name: 'marketing', label: t('timeline.marketing'), narrowing: { wing: 'marketing' } },
  { name: 'sales', label: t('timeline.sales'), narrowing: { wing: 'sales' } },
  { name: 'service', label: t('timeline.service'), narrowing: { wing: 'service' } },
  { name: 'activity', label: t('timeline.activity'), narrowing: { kind: 'activity,message' } },
  { name: 'change', label: t('timeline.change'), narrowing: { kind: 'change' } },
]

/** A person or a company: their line, what happened, and what matters now. */
export default function CustomerPage({
  typeName,
  id,
  wings,
}: {
  typeName: 'person' | 'company'
  id: string
  wings: readonly WingParts[]
}) {
  const type: RecordType = useTypes().of(typeName)
  const { data: record } = useSuspenseQuery(recordQuery(type, id))
  useAddressOf(type, id, record)
  const { user: reader } = useSession()
  const [writing, setWriting] = useState<Kind | null>(() => keptDraft(reader.id, id)?.kind ?? null)
  const [tab, setTab] = useState('all')
  const [actor, setActor] = useState<string | null>(null)
  useCrumb(record.title)

  const write = (kind: Kind) => {
    setWriting(kind)
    requestAnimationFrame(() => {
      const composer = document.getElementById('composer')
      composer?.scrollIntoView({ block: 'nearest' })
      composer?.querySelector<HTMLElement>('[contenteditable]')?.focus()
    })
  }
  useShortcuts(
    record.deletedAt
      ? []
      : kindNames.map((kind) => ({
          keys: kindOf(kind).keys,
          label: kindOf(kind).label,
          run: () => write(kind),
        })),
  )
  const chosen = tabs.find(({ name }) => name === tab)?.narrowing ?? {}

  return (
    <ExpandedContext value={record.expanded ?? {}}>
      <Page>
        <CustomerHeader
          type={type}
          record={record}
          onWrite={write}
          actions={wings.map(
            ({ name, Action }) => Action && <Action key={name} type={type} record={record} />,
          )}
        />
        {record.deletedAt && (
          <p role="status" className={classes.bin}>
            {t('customer.inBin')}
          </p>
        )}
        <Throughline
          type={type}
          record={record}
          onPick={(day) => {
            setTab('all')
            setActor(null)
            document.getElementById(`day-${day}`)?.scrollIntoView({ block: 'start' })
          }}
        />
        <div className={classes.columns}>
          <section className={classes.main} aria-label={t('timeline.title')}>
            <h2 className="visually-hidden">{t('timeline.title')}</h2>
            <div className={classes.narrowing}>
              <div className={classes.tabs} role="group" aria-label={t('timeline.title')}>
                {tabs.map(({ name, label }) => (
                  <button
                    key={name}
                    type="button"
                    className={classes.tab}
                    aria-pressed={name === tab}
                    onClick={() => setTab(name)}
                  >
                    {label}
                  </button>
                ))}
              </div>
              <By value={actor} onChange={setActor} />
            </div>
            {!record.deletedAt && (
              <div id="composer">
                <Composer type={type} record={record} kind={writing} onKind={setWriting} />
              </div>
            )}
            <Timeline type={type} record={record} narrowing={{ ...chosen, ...(actor && { actor }) }} />
          </section>
          <Side type={type} record={record} wings={wings} />
        </div>
      </Page>
      <ConflictDialog />
    </ExpandedContext>
  )
}

/** Only what one member did. */
function By({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { data } = useQuery(someQuery(user, { filter: null, sort: 'title', fields: [] }, 200))
  return (
    <Select
      className={classes.by}
      aria-label={t('timeline.by')}
      placeholder={t('timeline.everyone')}
      data={(data?.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
      searchable
      clearable
      value={value}
      onChange={onChange}
    />
  )
}
