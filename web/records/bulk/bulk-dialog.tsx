import { Button, Modal } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { bulkTypeRoutes } from '../../../contract/records/bulk-edit.ts'
import type { BulkChange, BulkEdit, BulkSelection } from '../../../contract/records/bulk-edit.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/pages.ts'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { bulkEditQuery, isBusy, previewQuery, useBulkActions } from './bulk-api.ts'
import classes from './bulk.module.css'
import { ChangesForm, changesOf, saying } from './changes-form.tsx'
import type { Saying } from './changes-form.tsx'
import { PreviewTold } from './preview.tsx'
import { BulkProgress, outcomeOf } from './progress.tsx'

interface BulkDialogProps {
  type: RecordType
  selection: BulkSelection
  /** How many are chosen; null where only the server knows. */
  count: number | null
  onStarted: () => void
  onClose: () => void
}

/** Changes many records: which fields, what that would do, and how far it has come. It goes on without this dialog. */
export default function BulkDialog({ type, selection, count, onStarted, onClose }: BulkDialogProps) {
  const [said, setSaid] = useState<readonly Saying[]>(() => [saying(1)])
  const [changes, setChanges] = useState<BulkChange[] | null>(null)
  const [begun, setBegun] = useState<BulkEdit | null>(null)
  const { one, many } = typeLabel(type)
  const ready = changesOf(said)
  const leave = () => {
    if (begun) toastDone(t('bulk.goesOnTold'))
    onClose()
  }
  return (
    <Modal
      opened
      onClose={leave}
      size="lg"
      title={
        count === null
          ? t('bulk.titleAll', { many: inText(many) })
          : t('bulk.title', { count, one: inText(one), many: inText(many) })
      }
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {begun ? (
        <UnderWay type={type} id={begun.id} onClose={onClose} />
      ) : changes ? (
        <Preview
          type={type}
          selection={selection}
          changes={changes}
          onBack={() => setChanges(null)}
          onBegun={(edit) => {
            setBegun(edit)
            onStarted()
          }}
        />
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) setChanges(ready)
          }}
        >
          <ChangesForm type={type} said={said} onSaid={setSaid} />
          <div className={classes.actions}>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button type="submit" variant="filled" disabled={!ready}>
              {t('bulk.preview')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}

interface PreviewProps {
  type: RecordType
  selection: BulkSelection
  changes: BulkChange[]
  onBack: () => void
  onBegun: (edit: BulkEdit) => void
}

function Preview({ type, selection, changes, onBack, onBegun }: PreviewProps) {
  const told = useQuery(previewQuery(type, { selection, changes }))
  const queries = useQueryClient()
  const [starting, setStarting] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const { one, many } = typeLabel(type)
  const refused = told.data?.refused.reduce((sum, { count }) => sum + count, 0) ?? 0
  const count = told.data ? told.data.changing - (told.data.tried === told.data.changing ? refused : 0) : 0
  const begin = async () => {
    setStarting(true)
    try {
      const edit = await call(bulkTypeRoutes(type).start, { body: { selection, changes } })
      queries.setQueryData(bulkEditQuery(edit.id).queryKey, edit)
      onBegun(edit)
    } catch (error) {
      setFailure(messageOf(error))
      setStarting(false)
    }
  }
  return (
    <div className={classes.form}>
      {told.isPending ? (
        <RowsSkeleton rows={5} />
      ) : told.isError ? (
        <p role="alert" className={classes.failure}>
          {messageOf(told.error)}
        </p>
      ) : (
        <PreviewTold type={type} of={told.data} />
      )}
      {failure && (
        <p role="alert" className={classes.failure}>
          {failure}
        </p>
      )}
      <div className={classes.actions}>
        <Button onClick={onBack}>{t('bulk.back')}</Button>
        <Button
          variant="filled"
          data-autofocus
          disabled={count === 0}
          loading={starting}
          onClick={() => void begin()}
        >
          {t('bulk.start', { count, one: inText(one), many: inText(many) })}
        </Button>
      </div>
    </div>
  )
}

function UnderWay({ type, id, onClose }: { type: RecordType; id: string; onClose: () => void }) {
  const { data: edit } = useQuery(bulkEditQuery(id))
  const ask = useBulkActions()
  const queries = useQueryClient()
  const { one, many } = typeLabel(type)
  const told = useRef(false)
  const finished = edit !== undefined && !isBusy(edit)
  const smooth = edit?.state === 'done' && edit.refused === 0
  useEffect(() => {
    if (!finished || told.current) return
    told.current = true
    void queries.invalidateQueries({ queryKey: ['records', type.name] })
    // What went as foreseen needs no dialog any more.
    if (!smooth) return
    done(t('records.changedMany', { count: edit.changed, one: inText(one), many: inText(many) }), () =>
      ask('undo', id),
    )
    onClose()
  }, [finished, smooth, edit, queries, type, one, many, ask, id, onClose])
  if (!edit) return <RowsSkeleton rows={2} />
  return (
    <div className={classes.form}>
      {finished ? (
        <>
          <p role="status" className={classes.strong}>
            {t(`bulk.state.${edit.state}`)}: {outcomeOf(edit)}
          </p>
          {edit.error && <p className={classes.failure}>{edit.error}</p>}
        </>
      ) : (
        <>
          <BulkProgress of={edit} />
          <p className={classes.muted}>{t('bulk.goesOn')}</p>
        </>
      )}
      <div className={classes.actions}>
        {!finished && (
          <Button disabled={edit.stopping} onClick={() => void ask('stop', id)}>
            {t(edit.stopping ? 'bulk.stopping' : 'bulk.stop')}
          </Button>
        )}
        {finished && edit.undoable && <Button onClick={() => void ask('undo', id)}>{t('bulk.undo')}</Button>}
        {finished && edit.refused + edit.kept > 0 && (
          <Button component={Link} to={`/bulk-edits/${id}`}>
            {t('bulk.details')}
          </Button>
        )}
        {finished && (
          <Button variant="filled" onClick={onClose}>
            {t('ui.close')}
          </Button>
        )}
      </div>
    </div>
  )
}
