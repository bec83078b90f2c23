import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useSession } from '../shell/session.tsx'
import { fieldLabel, inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { SidePanel } from '../ui/side-panel.tsx'
import { refusalOf, useChanges } from './changes.ts'
import type { Refused } from './changes.ts'
import classes from './create-panel.module.css'
import { Duplicates } from './duplicates.tsx'
import { EditedContext } from './fields/narrowing.ts'
import { widgetOf } from './fields/widgets.ts'
import { AddField } from './own/add-field.tsx'
import { isWritable } from './view.ts'

interface CreatePanelProps {
  type: RecordType
  start: Record<string, unknown>
  onClose: () => void
  onCreated: (record: AnyRecord) => void
}

/** The declared defaults of what can be written, whose record it is, and what the list's filter fixes. */
function beginning(
  type: RecordType,
  userId: string,
  start: Record<string, unknown>,
): Record<string, unknown> {
  const defaults = Object.entries(type.fields).flatMap(([name, field]) =>
    'default' in field && field.default !== undefined && !field.readOnly ? [[name, field.default]] : [],
  )
  return {
    ...Object.fromEntries(defaults),
    ...(type.owner && !type.ownerChosen && { [type.owner]: userId }),
    ...start,
  }
}

/** A new record beside the list; what is needed and what the list shows first, the rest on demand. */
export default function CreatePanel({ type, start, onClose, onCreated }: CreatePanelProps) {
  const { user } = useSession()
  const { create } = useChanges(type)
  const [values, setValues] = useState(() => beginning(type, user.id, start))
  const [errors, setErrors] = useState<Refused>({})
  const [all, setAll] = useState(false)
  const [saving, setSaving] = useState(false)
  const one = inText(typeLabel(type).one)
  const writable = Object.entries(type.fields).filter(([, field]) => isWritable(field))
  const isFirst = (name: string, field: (typeof writable)[number][1]) =>
    field.required || field.unique || type.columns.includes(name) || /name$/i.test(name) || name in start
  const shown = writable.filter(([name, field]) => all || isFirst(name, field) || errors[name])

  const submit = async () => {
    const missing = writable.filter(([name, field]) => field.required && (values[name] ?? null) === null)
    if (missing.length > 0) {
      setErrors(
        Object.fromEntries(
          missing.map(([name, field]) => [name, t('records.missing', { field: fieldLabel(field) })]),
        ),
      )
      return
    }
    setSaving(true)
    try {
      onCreated(await create(values))
    } catch (error) {
      setErrors(refusalOf(error, Object.keys(type.fields)))
      setSaving(false)
    }
  }

  return (
    <SidePanel title={t('records.new', { type: one })} onClose={onClose}>
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {errors['form'] && (
          <div role="alert" className={classes.failure}>
            {errors['form']}
          </div>
        )}
        <EditedContext value={{ type, values }}>
          {shown.map(([name, field], index) => {
            const { Edit } = widgetOf(field)
            return (
              <Edit
                key={name}
                field={field}
                label={fieldLabel(field)}
                value={values[name] ?? null}
                error={errors[name]}
                autoFocus={index === 0}
                onChange={(value) => {
                  setValues((before) => ({ ...before, [name]: value }))
                  setErrors(({ [name]: _mended, ...rest }) => rest)
                }}
              />
            )
          })}
        </EditedContext>
        <Duplicates type={type} values={values} />
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={saving}>
            {t('records.create')}
          </Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          {!all && shown.length < writable.length && (
            <Button variant="subtle" onClick={() => setAll(true)}>
              {t('records.moreFields', { count: writable.length - shown.length })}
            </Button>
          )}
          {(all || shown.length === writable.length) && <AddField type={type} />}
        </div>
      </form>
    </SidePanel>
  )
}
