import { Button, Checkbox } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Choice, Comparison } from '../../../contract/records/merge.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { messageOf } from '../../shell/api.ts'
import { useCrumb } from '../../shell/crumbs.tsx'
import { NotFound } from '../../shell/error-page.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { useTypeByPlural } from '../../shell/types.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { addressOf } from '../address.ts'
import { ExpandedContext } from '../titles.ts'
import { comparisonQuery, useMerge } from './compare-api.ts'
import classes from './compare.module.css'
import { ComparisonTable } from './comparison-table.tsx'

/** Records side by side, of any type; from here they are merged, if their type's can be. */
export default function ComparePage() {
  const { plural } = useParams({ strict: false })
  const { ids = '', primary } = useSearch({ strict: false }) as { ids?: string; primary?: string }
  const type = useTypeByPlural(plural)
  if (!type) return <NotFound />
  const chosen = [...new Set(ids.split(',').filter(Boolean))]
  if (chosen.length < 2)
    return (
      <Page>
        <PageHeader title={titleOf(type)} />
        <EmptyState title={t('compare.pick')}>{t('compare.pickText')}</EmptyState>
      </Page>
    )
  return <Compared key={ids} type={type} ids={chosen} asked={primary} />
}

const titleOf = (type: RecordType) => t('compare.title', { many: inText(typeLabel(type).many) })

interface ComparedProps {
  type: RecordType
  ids: readonly string[]
  asked: string | undefined
}

function Compared({ type, ids, asked }: ComparedProps) {
  const [primary, setPrimary] = useState(asked)
  const { data, error } = useQuery({
    ...comparisonQuery(type, ids, primary),
    placeholderData: keepPreviousData,
  })
  useCrumb(titleOf(type))
  if (error)
    return (
      <Page>
        <PageHeader title={titleOf(type)} />
        <EmptyState title={messageOf(error)} />
      </Page>
    )
  if (!data) return <RowsSkeleton />
  return <Comparing type={type} data={data} primary={primary ?? data.merge?.primary} onPrimary={setPrimary} />
}

interface ComparingProps {
  type: RecordType
  data: Comparison
  /** The record that is to stay; what a merge would then do may be on its way yet. */
  primary: string | undefined
  onPrimary: (id: string) => void
}

function Comparing({ type, data, primary: primaryId, onPrimary }: ComparingProps) {
  const navigate = useNavigate()
  const [onlyDifferent, setOnlyDifferent] = useState(true)
  // Chosen for the primary that was on show then; another one begins from what the rule says of it.
  const [own, setOwn] = useState<{ primary: string; choices: Record<string, Choice> }>()
  const [busy, setBusy] = useState(false)
  const merge = useMerge(type)
  const merging = data.reason === null ? data.merge : null
  const choices = merging && { ...merging.choices, ...(own?.primary === merging.primary ? own.choices : {}) }
  const primary = merging ? data.records.find(({ id }) => id === primaryId) : undefined
  const settled = merging?.primary === primaryId
  const others = data.records.filter((record) => record !== primary)

  const run = async () => {
    if (!primary || !choices || !settled || busy) return
    setBusy(true)
    try {
      const output = await merge(primary, others, choices, (title) => t('compare.merged', { title }))
      await navigate({ to: addressOf(type.name, output.id) })
    } catch (error) {
      setBusy(false)
      toastFailed(messageOf(error), () => void run())
    }
  }
  useShortcuts(primary ? [{ keys: 'mod+enter', label: t('duplicates.merge'), run: () => void run() }] : [])

  return (
    <ExpandedContext value={expandedFrom(data.titles)}>
      <Page>
        <PageHeader
          title={titleOf(type)}
          subtitle={t('compare.text')}
          actions={
            <>
              <Checkbox
                label={t('compare.onlyDifferent')}
                checked={onlyDifferent}
                onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
              />
              <Button onClick={() => window.print()}>{t('compare.print')}</Button>
            </>
          }
        />
        <ComparisonTable
          type={type}
          comparison={data}
          onlyDifferent={onlyDifferent}
          choices={choices}
          onChoose={(field, choice) =>
            merging &&
            setOwn({
              primary: merging.primary,
              choices: { ...(own?.primary === merging.primary ? own.choices : {}), [field]: choice },
            })
          }
          primary={primaryId}
          onPrimary={onPrimary}
        />
        {primary ? (
          <div className={classes.act}>
            <p>{t('compare.mergeText', { count: others.length })}</p>
            <Button
              variant="filled"
              loading={busy}
              disabled={!settled}
              onClick={() => void run()}
              aria-keyshortcuts="Control+Enter Meta+Enter"
              rightSection={<KeyHint keys="mod+enter" />}
            >
              {t('compare.merge', { title: primary.title })}
            </Button>
          </div>
        ) : (
          type.mergeable && <p className={classes.reason}>{data.reason}</p>
        )}
      </Page>
    </ExpandedContext>
  )
}

const expandedFrom = (titles: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(titles).map(([id, title]) => [id, { id, title } as AnyRecord]))
