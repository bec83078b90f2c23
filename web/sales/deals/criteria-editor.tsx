import { ActionIcon, Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { exitRoutes, type ExitCriterion } from '../../../contract/sales/exit-criteria.ts'
import { isWritable } from '../../records/view.ts'
import { call, messageOf } from '../../shell/api.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { fieldLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed } from '../../ui/toast.tsx'
import { criteriaQuery } from './deal-api.ts'
import classes from './deal-depth.module.css'

/** What a deal brings by itself, or that moves with it. */
const never = new Set([
  'name',
  'stage',
  'pipeline',
  'closedOn',
  'closedAt',
  'lossReason',
  'wonReason',
  'closingNote',
])

/** How many things a stage asks for; opens them. */
export function CriteriaButton({ stage, canEdit }: { stage: AnyRecord; canEdit: boolean }) {
  const { data } = useQuery(criteriaQuery)
  const [open, setOpen] = useState(false)
  const own = (data?.data ?? []).filter((one) => one.stage === stage.id)
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t('exit.ofStage', { name: stage.title })}
        disabled={!data}
        onClick={() => setOpen(true)}
      >
        {own.length > 0 ? t('exit.count', { count: own.length }) : t('exit.set')}
      </Button>
      {open && <Criteria stage={stage} known={own} canEdit={canEdit} onDone={() => setOpen(false)} />}
    </>
  )
}

interface CriteriaProps {
  stage: AnyRecord
  known: readonly ExitCriterion[]
  canEdit: boolean
  onDone: () => void
}

type Given = { id?: string; field: string } | { id?: string; label: string }

const asGiven = ({ id, field, label }: ExitCriterion): Given =>
  field === null ? { id, label: label ?? '' } : { id, field }

function Criteria({ stage, known, canEdit, onDone }: CriteriaProps) {
  const queries = useQueryClient()
  const type = recordTypeOf('deal')
  const [item, setItem] = useState('')
  const asked = new Set(known.map(({ field }) => field))
  const fields = Object.entries(type.fields).filter(
    ([name, field]) => isWritable(field) && !never.has(name) && !asked.has(name),
  )
  const set = async (criteria: Given[]) => {
    try {
      await call(exitRoutes.set, { params: { id: stage.id }, body: { criteria } })
      await queries.invalidateQueries({ queryKey: ['records'] })
    } catch (error) {
      toastFailed(messageOf(error), () => void set(criteria))
    }
  }
  const all = known.map(asGiven)
  const nameOf = ({ field, label }: ExitCriterion) => {
    const declared = field === null ? undefined : type.fields[field]
    return declared ? t('exit.known', { field: fieldLabel(declared) }) : (label ?? field ?? '')
  }
  return (
    <Modal
      opened
      onClose={onDone}
      title={t('exit.ofStage', { name: stage.title })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className={classes.form}>
        <p className={classes.soft}>{t('exit.settingsText')}</p>
        <ul className={classes.list}>
          {known.map((one) => (
            <li key={one.id} className={classes.asked}>
              {nameOf(one)}
              {canEdit && (
                <ActionIcon
                  aria-label={t('exit.remove', { name: nameOf(one) })}
                  onClick={() => void set(all.filter(({ id }) => id !== one.id))}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
        {canEdit && (
          <>
            <NativeSelect
              label={t('exit.addField')}
              data={[
                { value: '', label: t('exit.chooseField') },
                ...fields.map(([name, field]) => ({ value: name, label: fieldLabel(field) })),
              ]}
              value=""
              onChange={(event) => void set([...all, { field: event.currentTarget.value }])}
            />
            <form
              className={classes.step}
              onSubmit={(event) => {
                event.preventDefault()
                if (!item.trim()) return
                setItem('')
                void set([...all, { label: item.trim() }])
              }}
            >
              <TextInput
                label={t('exit.addItem')}
                placeholder={t('exit.itemHint')}
                value={item}
                maxLength={200}
                onChange={(event) => setItem(event.currentTarget.value)}
              />
              <Button type="submit" style={{ alignSelf: 'end' }}>
                {t('exit.add')}
              </Button>
            </form>
          </>
        )}
      </div>
    </Modal>
  )
}
