import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { exitRoutes } from '../../../contract/sales/exit-criteria.ts'
import { refusalOf, useChanges } from '../../records/changes.ts'
import type { Refused } from '../../records/changes.ts'
import { EditedContext } from '../../records/fields/narrowing.ts'
import { widgetOf } from '../../records/fields/widgets.ts'
import { call } from '../../shell/api.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { fieldLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { FormSkeleton } from '../../ui/skeleton.tsx'
import { askedQuery } from './deal-api.ts'
import classes from './deal-depth.module.css'

interface MoveFormProps {
  deal: AnyRecord
  /** What was asked for, and refused. */
  values: Readonly<Record<string, unknown>>
  onDone: () => void
}

/** What a deal lacks on its way: fields to fill in and items to tick off. Then it moves on at once. */
export function MoveForm({ deal, values, onDone }: MoveFormProps) {
  const type = recordTypeOf('deal')
  const { data } = useQuery(askedQuery(deal.id, String(values['stage'])))
  const { save } = useChanges(type)
  const [filled, setFilled] = useState<Record<string, unknown>>({})
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [refused, setRefused] = useState<Refused>({})
  const [saving, setSaving] = useState(false)
  if (!data) return <FormSkeleton />
  const lacking = data.data.filter(({ met }) => !met)
  const fields = lacking.flatMap(({ field }) => (field !== null && type.fields[field] ? [field] : []))
  const items = lacking.filter(({ label }) => label !== null)

  const submit = async () => {
    setSaving(true)
    try {
      for (const { id } of items)
        if (id !== null && ticked.has(id))
          await call(exitRoutes.check, { params: { id: deal.id, criterion: id }, body: { checked: true } })
      await save(deal, { ...values, ...filled })
      onDone()
    } catch (error) {
      setRefused(refusalOf(error, fields))
      setSaving(false)
    }
  }

  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {refused['form'] && (
        <div role="alert" className={classes.failure}>
          {refused['form']}
        </div>
      )}
      <p className={classes.soft}>{t('exit.text')}</p>
      <EditedContext value={{ type, values: { ...deal, ...filled } }}>
        {fields.map((name, index) => {
          const field = type.fields[name]
          if (!field) return null
          const { Edit } = widgetOf(field)
          return (
            <Edit
              key={name}
              field={field}
              label={fieldLabel(field)}
              value={filled[name] ?? null}
              error={refused[name]}
              autoFocus={index === 0}
              onChange={(value) => setFilled((before) => ({ ...before, [name]: value }))}
            />
          )
        })}
      </EditedContext>
      {items.map(({ id, label }, index) => (
        <Checkbox
          key={id}
          label={label}
          data-autofocus={fields.length === 0 && index === 0}
          checked={id !== null && ticked.has(id)}
          onChange={(event) => {
            const next = new Set(ticked)
            if (event.currentTarget.checked) next.add(String(id))
            else next.delete(String(id))
            setTicked(next)
          }}
        />
      ))}
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={saving}>
          {t('exit.move')}
        </Button>
        <Button onClick={onDone}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}
