import { Button, MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { isChoice, targetOf } from '../../contract/records/field.ts'
import type { Field } from '../../contract/records/field.ts'
import type { Operator } from '../../contract/records/filter.ts'
import { choicesFrom, fieldLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { references } from './fields/references.tsx'
import { widgetOf } from './fields/widgets.ts'
import classes from './filter.module.css'
import { RelativePicker } from './relative-picker.tsx'
import type { RelativePeriod } from './relative.ts'

interface FilterValueProps {
  field: Field
  op: Operator
  value: unknown
  onChange: (value: unknown) => void
}

const me = { value: 'me', label: t('filter.me') }

/** The right input for what is compared. */
export function FilterValue({ field, op, value, onChange }: FilterValueProps) {
  const label = t('filter.value', { field: fieldLabel(field) })
  if (op === 'empty' || op === 'notEmpty') return null
  if (op === 'within')
    return <RelativePicker value={value as RelativePeriod | null} onChange={onChange} label={label} />

  const list = (value as string[] | null) ?? []
  if (op === 'anyOf' || op === 'noneOf') {
    if (isChoice(field))
      return (
        <MultiSelect
          aria-label={label}
          data={choicesFrom(field.options)}
          searchable
          value={list}
          onChange={onChange}
        />
      )
    if (targetOf(field))
      return <references.Edit field={field} label={label} bare value={list} onChange={onChange} />
    return <TagsInput aria-label={label} value={list} onChange={onChange} />
  }

  if (field.type === 'user' && (value === 'me' || value === null))
    return <UserValue field={field} label={label} value={value} onChange={onChange} />
  if (field.type === 'yesNo')
    return (
      <Select
        aria-label={label}
        data={[
          { value: 'true', label: t('field.yes') },
          { value: 'false', label: t('field.no') },
        ]}
        allowDeselect={false}
        value={String(value ?? true)}
        onChange={(chosen) => onChange(chosen === 'true')}
      />
    )
  // Amounts are compared in each record's own currency.
  if (field.type === 'money')
    return (
      <NumberInput
        aria-label={label}
        hideControls
        value={(value as number | null) ?? ''}
        onChange={(next) => onChange(next === '' ? null : Number(next))}
      />
    )
  if (op === 'contains' || op === 'startsWith')
    return (
      <TextInput
        aria-label={label}
        value={(value as string | null) ?? ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  const { Edit } = widgetOf(field)
  const { required: _required, ...optional } = field
  return <Edit field={optional} label={label} bare value={value} onChange={onChange} />
}

function UserValue({ field, label, value, onChange }: Omit<FilterValueProps, 'op'> & { label: string }) {
  const { Edit } = widgetOf(field)
  if (value === 'me')
    return <Select aria-label={label} data={[me]} value="me" clearable onChange={() => onChange(null)} />
  return (
    <div className={classes.user}>
      <Button onClick={() => onChange('me')}>{me.label}</Button>
      <div className={classes.grow}>
        <Edit field={field} label={label} bare value={null} onChange={onChange} />
      </div>
    </div>
  )
}
