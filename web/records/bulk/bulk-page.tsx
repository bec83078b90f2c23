import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { BulkChange, BulkEdit } from '../../../contract/records/bulk-edit.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { messageOf } from '../../shell/api.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { fieldLabel, inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/pages.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { moment } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { SimpleTable } from '../../ui/simple-table.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { widgetOf } from '../fields/widgets.ts'
import { RecordLink } from '../record-link.tsx'
import { bulkEditQuery, bulkEditsQuery, isBusy, stayedQuery, useBulkActions } from './bulk-api.ts'
import classes from './bulk.module.css'
import { BulkProgress, outcomeOf } from './progress.tsx'

/** The bulk edits of the last month, or one of them. */
export default function BulkPage() {
  const { id } = useParams({ strict: false }) as { id?: string }
  return id ? <One key={id} id={id} /> : <All />
}

function Change({ type, change }: { type: RecordType; change: BulkChange }) {
  const field = type.fields[change.field] ?? type.retired?.[change.field]
  const label = field ? fieldLabel(field) : change.field
  const value = change.do === 'set' ? change.value : change.do === 'clear' ? null : change.values
  const Show = field && widgetOf(field).Show
  return (
    <span>
      {label}: {t(`bulk.do.${change.do}`)}{' '}
      {Show && value !== null && <Show field={field} value={value} plain />}
    </span>
  )
}

function Actions({ of: edit }: { of: BulkEdit }) {
  const ask = useBulkActions()
  return (
    <>
      {isBusy(edit) && (
        <Button disabled={edit.stopping} onClick={() => void ask('stop', edit.id)}>
          {t(edit.stopping ? 'bulk.stopping' : 'bulk.stop')}
        </Button>
      )}
      {edit.undoable && (
        <Button onClick={() => void ask('undo', edit.id)}>
          {t(edit.state === 'half-undone' ? 'bulk.undoOn' : 'bulk.undo')}
        </Button>
      )}
    </>
  )
}

function All() {
  const list = useInfiniteQuery(bulkEditsQuery)
  const manner = useManner()
  const edits = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Page>
      <PageHeader title={t('bulk.list')} subtitle={t('bulk.listText')} />
      {list.isPending ? (
        <RowsSkeleton rows={4} />
      ) : list.isError ? (
        <p className={classes.failure}>{messageOf(list.error)}</p>
      ) : edits.length === 0 ? (
        <EmptyState title={t('bulk.none')}>{t('bulk.noneText')}</EmptyState>
      ) : (
        <SimpleTable
          label={t('bulk.list')}
          heads={[t('bulk.what'), t('bulk.became'), t('bulk.when'), t('bulk.actions')]}
          actions
        >
          {edits.map((edit) => {
            const type = recordTypeOf(edit.recordType)
            return (
              <tr key={edit.id}>
                <td>
                  <Link to="/bulk-edits/$id" params={{ id: edit.id }} className={classes.link}>
                    {t('bulk.title', {
                      count: edit.total,
                      one: inText(typeLabel(type).one),
                      many: inText(typeLabel(type).many),
                    })}
                  </Link>
                  <div className={classes.muted}>
                    {edit.changes.map((change) => (
                      <div key={change.field}>
                        <Change type={type} change={change} />
                      </div>
                    ))}
                  </div>
                </td>
                <td>
                  {isBusy(edit) ? (
                    <BulkProgress of={edit} />
                  ) : (
                    `${t(`bulk.state.${edit.state}`)}: ${outcomeOf(edit)}`
                  )}
                </td>
                <td>{moment(edit.createdAt, manner)}</td>
                <td>
                  <div className={classes.row}>
                    <Actions of={edit} />
                  </div>
                </td>
              </tr>
            )
          })}
        </SimpleTable>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" onClick={() => void list.fetchNextPage()}>
          {t('bulk.more')}
        </Button>
      )}
    </Page>
  )
}

function One({ id }: { id: string }) {
  const { data: edit, error } = useQuery(bulkEditQuery(id))
  if (!edit)
    return <Page>{error ? <p className={classes.failure}>{messageOf(error)}</p> : <RowsSkeleton />}</Page>
  const type = recordTypeOf(edit.recordType)
  const { one, many } = typeLabel(type)
  return (
    <Page>
      <PageHeader
        title={t('bulk.title', { count: edit.total, one: inText(one), many: inText(many) })}
        subtitle={edit.changes.map((change) => (
          <div key={change.field}>
            <Change type={type} change={change} />
          </div>
        ))}
        actions={
          <>
            <Button component={Link} to={`/${type.plural}`} variant="subtle">
              {t('bulk.open', { many: inText(many) })}
            </Button>
            <Actions of={edit} />
          </>
        }
      />
      <div className={classes.stack}>
        <Card title={t(`bulk.state.${edit.state}`)}>
          {isBusy(edit) && <BulkProgress of={edit} />}
          <p role="status">{outcomeOf(edit)}</p>
          {edit.error && <p className={classes.failure}>{edit.error}</p>}
        </Card>
        {edit.kept > 0 && <WhatStayed edit={edit} outcome="kept" />}
        {edit.refused > 0 && <WhatStayed edit={edit} outcome="refused" />}
      </div>
    </Page>
  )
}

function WhatStayed({ edit, outcome }: { edit: BulkEdit; outcome: 'refused' | 'kept' }) {
  const list = useInfiniteQuery({
    ...stayedQuery(edit.id, outcome),
    // Read when it has ended, not as it grows.
    enabled: !isBusy(edit),
  })
  const title = t(`bulk.${outcome}Title`)
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Card title={title}>
      {list.isPending ? (
        <RowsSkeleton rows={3} />
      ) : list.isError ? (
        <p className={classes.failure}>{messageOf(list.error)}</p>
      ) : (
        <SimpleTable label={title} heads={[t('bulk.record'), t('bulk.fields'), t('bulk.reason')]}>
          {rows.map((stayed) => (
            <tr key={stayed.id}>
              <td>
                <RecordLink type={edit.recordType} id={stayed.id} className={classes.link}>
                  {stayed.title ?? '—'}
                </RecordLink>
              </td>
              <td>{stayed.fields.length > 0 ? stayed.fields.join(', ') : t('bulk.whole')}</td>
              <td>{stayed.reason}</td>
            </tr>
          ))}
        </SimpleTable>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" onClick={() => void list.fetchNextPage()}>
          {t('bulk.more')}
        </Button>
      )}
    </Card>
  )
}
