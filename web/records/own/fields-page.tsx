import { ActionIcon, Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { IconArchive, IconGripVertical, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { takesOwnFields } from '../../../contract/record-types.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import { messageOf } from '../../shell/api.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { useTypes } from '../../shell/types.ts'
import { done } from '../../shell/undo.ts'
import { typeLabel, inText } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import movable from '../../ui/movable.module.css'
import { useMovable } from '../../ui/use-movable.ts'
import { Calculation } from './formula/calculation.tsx'
import { FieldForm } from './field-form.tsx'
import { ownFieldsQuery, useFieldChanges } from './own-api.ts'
import classes from './own.module.css'
import { RetireField } from './retire-field.tsx'

/** The fields that the company has added, type by type: added, changed, put in order, retired and brought back. */
export default function FieldsPage() {
  const types = useTypes()
  const { data: fields } = useSuspenseQuery(ownFieldsQuery)
  const search = useSearch({ strict: false }) as { type?: string }
  const navigate = useNavigate()
  const { order, restore } = useFieldChanges()
  const [open, setOpen] = useState<OwnField | 'new' | null>(null)
  const [retiring, setRetiring] = useState<OwnField | null>(null)
  const [said, setSaid] = useState('')
  const taking = types.all.filter(takesOwnFields)
  const type = taking.find(({ name }) => name === search.type) ?? taking[0]
  useShortcuts([{ keys: 'c', label: t('fields.add'), run: () => setOpen('new') }])
  if (!type) return null
  const own = fields.filter(({ recordType }) => recordType === type.name)
  const inUse = own.filter(({ retiredAt }) => retiredAt === null)
  const retired = own.filter(({ retiredAt }) => retiredAt !== null)
  const many = inText(typeLabel(type).many)

  const attempt = async (run: () => Promise<unknown>) => {
    try {
      await run()
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const move = (from: number, to: number) => {
    const field = inUse[from]
    if (!field || to < 0 || to >= inUse.length) return
    const ids = inUse.map(({ id }) => id)
    ids.splice(from, 1)
    ids.splice(to, 0, field.id)
    setSaid(t('fields.moved', { name: field.label, position: to + 1, count: inUse.length }))
    void attempt(() => order(type.name, ids))
  }
  const bringBack = (field: OwnField) =>
    attempt(async () => {
      await restore(field)
      done(t('fields.restored', { name: field.label }))
    })

  return (
    <Page>
      <PageHeader
        title={t('fields.title')}
        subtitle={t('fields.text')}
        actions={
          <Button variant="filled" onClick={() => setOpen('new')} rightSection={<KeyHint keys="c" />}>
            {t('fields.add')}
          </Button>
        }
      />
      <div role="group" aria-label={t('fields.types')} className={classes.types}>
        {taking.map((one) => {
          const count = fields.filter(
            ({ recordType, retiredAt }) => recordType === one.name && retiredAt === null,
          ).length
          return (
            <button
              key={one.name}
              type="button"
              className={classes.type}
              aria-pressed={one === type}
              onClick={() => void navigate({ to: '.', search: { type: one.name } as never, replace: true })}
            >
              {typeLabel(one).many}
              {count > 0 && <span className={classes.count}>{count}</span>}
            </button>
          )
        })}
      </div>
      <div className={classes.cards}>
        {inUse.length === 0 ? (
          <EmptyState
            title={t('fields.none')}
            actions={<Button onClick={() => setOpen('new')}>{t('fields.addTo', { many })}</Button>}
          >
            {t('fields.noneText')}
          </EmptyState>
        ) : (
          <Card title={t('fields.of', { many })}>
            <div role="table" aria-label={t('fields.of', { many })}>
              <div role="row" className={classes.heads}>
                {(['move', 'name', 'kind', 'asks', 'actions'] as const).map((head) => (
                  <span key={head} role="columnheader">
                    {head === 'move' || head === 'actions' ? (
                      <span className="visually-hidden">
                        {head === 'move' ? t('board.move') : t('fields.actions')}
                      </span>
                    ) : (
                      t(`fields.${head}`)
                    )}
                  </span>
                ))}
              </div>
              {inUse.map((field, index) => (
                <FieldRow
                  key={field.id}
                  field={field}
                  index={index}
                  onMove={move}
                  onChange={() => setOpen(field)}
                  onRetire={() => setRetiring(field)}
                />
              ))}
            </div>
            {inUse.some((field) => field.type === 'formula') && <Calculation type={type} />}
          </Card>
        )}
        {retired.length > 0 && (
          <Card title={t('fields.retiredOnes')}>
            {retired.map((field) => (
              <div key={field.id} className={`${movable.row} ${classes.row} ${classes.retiredRow}`}>
                <span className={classes.name}>{field.label}</span>
                <span data-column="type" className={classes.muted}>
                  {t(`fields.type.${field.type}`)}
                </span>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('fields.restoreOf', { name: field.label })}
                  onClick={() => void bringBack(field)}
                >
                  {t('fields.restore')}
                </Button>
              </div>
            ))}
          </Card>
        )}
      </div>
      <span role="status" className="visually-hidden">
        {said}
      </span>
      {open && (
        <FieldForm
          key={open === 'new' ? 'new' : open.id}
          recordType={type.name}
          {...(open === 'new' ? {} : { field: open })}
          onClose={() => setOpen(null)}
        />
      )}
      {retiring && <RetireField key={retiring.id} field={retiring} onClose={() => setRetiring(null)} />}
    </Page>
  )
}

interface FieldRowProps {
  field: OwnField
  index: number
  onMove: (from: number, to: number) => void
  onChange: () => void
  onRetire: () => void
}

function FieldRow({ field, index, onMove, onChange, onRetire }: FieldRowProps) {
  const { row, handle, over, onKeyDown } = useMovable({
    index,
    group: field.recordType,
    canMove: true,
    onMove,
  })
  const name = field.label
  const asks = (['required', 'unique', 'searched'] as const).filter((one) => field[one])
  return (
    <div ref={row} role="row" className={`${movable.row} ${classes.row}`} data-over={over ?? undefined}>
      <span role="cell">
        <button
          ref={handle}
          type="button"
          className={movable.handle}
          aria-label={t('fields.dragOf', { name })}
          onKeyDown={onKeyDown}
        >
          <IconGripVertical size={16} aria-hidden />
        </button>
      </span>
      <span role="cell" className={classes.name} title={field.help ?? undefined}>
        {name}
      </span>
      <span role="cell" data-column="type" className={classes.muted}>
        {t(`fields.type.${field.type}`)}
      </span>
      <span role="cell" data-column="asks" className={classes.muted}>
        {field.formula && <code title={field.formula}>{field.formula}</code>}
        {asks.map((one, place) => (place === 0 ? t(`fields.${one}`) : inText(t(`fields.${one}`)))).join(', ')}
      </span>
      <span role="cell" className={classes.end}>
        <ActionIcon aria-label={t('fields.changeOf', { name })} onClick={onChange}>
          <IconPencil size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t('fields.retireOf', { name })} onClick={onRetire}>
          <IconArchive size={15} aria-hidden />
        </ActionIcon>
      </span>
    </div>
  )
}
