import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { Field } from '../../contract/records/field.ts'
import { messageOf } from '../shell/api.ts'
import { fieldLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { toastFailed } from '../ui/toast.tsx'
import classes from './conflict-dialog.module.css'
import { contested, showConflict, useConflict } from './conflict.ts'
import type { Conflict } from './conflict.ts'
import { widgetOf } from './fields/widgets.ts'

/** Two people changed the same field: both values side by side, and the reader decides. */
export function ConflictDialog() {
  const conflict = useConflict()
  return conflict && <Decide key={`${conflict.current.id}${conflict.current.version}`} conflict={conflict} />
}

function Decide({ conflict }: { conflict: Conflict }) {
  const { type, base, mine, current, keepMine } = conflict
  const names = contested(conflict)
  const [choice, setChoice] = useState<Record<string, 'mine' | 'theirs'>>(() =>
    Object.fromEntries(names.map((name) => [name, 'mine'])),
  )
  const close = () => showConflict(null)
  const save = async () => {
    const values = Object.fromEntries(Object.entries(mine).filter(([name]) => choice[name] !== 'theirs'))
    close()
    if (Object.keys(values).length === 0) return
    try {
      await keepMine(values)
    } catch (error) {
      toastFailed(messageOf(error), () => showConflict(conflict))
    }
  }
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t('conflict.title', { title: current.title })}
      closeButtonProps={{ 'aria-label': t('conflict.drop') }}
    >
      <p className={classes.text}>{t('conflict.text')}</p>
      {names.map((name) => {
        const field = type.fields[name]
        if (!field) return null
        return (
          <fieldset key={name} className={classes.field}>
            <legend>{fieldLabel(field)}</legend>
            <p className={classes.before}>
              {t('conflict.before')}: <Value field={field} value={base[name]} />
            </p>
            {(['theirs', 'mine'] as const).map((whose) => (
              <label key={whose} className={classes.option}>
                <input
                  type="radio"
                  name={name}
                  checked={choice[name] === whose}
                  onChange={() => setChoice((before) => ({ ...before, [name]: whose }))}
                />
                <span className={classes.whose}>{t(`conflict.${whose}`)}</span>
                <Value field={field} value={whose === 'mine' ? mine[name] : current[name]} />
              </label>
            ))}
          </fieldset>
        )
      })}
      <div className={classes.actions}>
        <Button onClick={close}>{t('conflict.drop')}</Button>
        <Button variant="filled" data-autofocus onClick={() => void save()}>
          {t('conflict.save')}
        </Button>
      </div>
    </Modal>
  )
}

function Value({ field, value }: { field: Field; value: unknown }) {
  const { Show } = widgetOf(field)
  return (
    <span className={classes.value}>
      {value === null || value === undefined ? '—' : <Show field={field} value={value} full />}
    </span>
  )
}
