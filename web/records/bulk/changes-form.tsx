import { Button, CloseButton, Select } from '@mantine/core'
import { bulkVerbs, holdsSeveral } from '../../../contract/records/bulk-edit.ts'
import type { BulkChange, BulkVerb } from '../../../contract/records/bulk-edit.ts'
import type { Field } from '../../../contract/records/field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { fieldLabel } from '../../text/labels.ts'
import { t } from '../../text/pages.ts'
import { EditedContext } from '../fields/narrowing.ts'
import { widgetOf } from '../fields/widgets.ts'
import classes from './bulk.module.css'

/** A change while it is being said. */
export interface Saying {
  key: number
  field: string | null
  verb: BulkVerb
  value: unknown
}

export const saying = (key: number): Saying => ({ key, field: null, verb: 'set', value: null })

const isBlank = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** What is said so far, as the API has it; null while something is missing. */
export function changesOf(said: readonly Saying[]): BulkChange[] | null {
  const changes = said.flatMap(({ field, verb, value }): BulkChange[] => {
    if (field === null) return []
    if (verb === 'clear') return [{ field, do: 'clear' }]
    if (isBlank(value)) return []
    return verb === 'set' ? [{ field, do: 'set', value }] : [{ field, do: verb, values: value as string[] }]
  })
  return changes.length === said.length ? changes : null
}

interface ChangesFormProps {
  type: RecordType
  said: readonly Saying[]
  onSaid: (said: readonly Saying[]) => void
}

/** Which fields are changed, and how: a line for each. */
export function ChangesForm({ type, said, onSaid }: ChangesFormProps) {
  const fields = Object.entries(type.fields).filter(([, field]) => bulkVerbs(field).length > 0)
  const change = (key: number, to: Partial<Saying>) =>
    onSaid(said.map((one) => (one.key === key ? { ...one, ...to } : one)))
  // What is set together is narrowed together, as a stage by its pipeline.
  const values = Object.fromEntries(said.flatMap(({ field, value }) => (field ? [[field, value]] : [])))
  return (
    <EditedContext value={{ type, values }}>
      {said.map((one, at) => {
        const taken = new Set(said.flatMap(({ key, field }) => (key === one.key ? [] : [field])))
        const field = one.field === null ? undefined : type.fields[one.field]
        return (
          <div key={one.key} className={classes.change}>
            <Select
              label={at === 0 ? t('bulk.field') : undefined}
              aria-label={t('bulk.fieldOf', { at: at + 1 })}
              data={fields
                .filter(([name]) => !taken.has(name))
                .map(([name, of]) => ({ value: name, label: fieldLabel(of) }))}
              searchable
              allowDeselect={false}
              data-autofocus={at === 0 || undefined}
              value={one.field}
              onChange={(name) => {
                const of = name === null ? undefined : type.fields[name]
                if (!name || !of) return
                // Several values are seldom replaced by the same ones everywhere.
                const [first = 'set'] = holdsSeveral(of) ? (['add'] as const) : bulkVerbs(of)
                change(one.key, { field: name, verb: first, value: of.type === 'yesNo' ? false : null })
              }}
            />
            {field && <HowToChange field={field} one={one} at={at} onChange={(to) => change(one.key, to)} />}
            {said.length > 1 && (
              <CloseButton
                className={classes.drop ?? ''}
                aria-label={t('bulk.removeField', { field: field ? fieldLabel(field) : String(at + 1) })}
                onClick={() => onSaid(said.filter(({ key }) => key !== one.key))}
              />
            )}
          </div>
        )
      })}
      <Button
        variant="subtle"
        className={classes.another ?? ''}
        disabled={said.length >= 20 || said.length >= fields.length}
        onClick={() => onSaid([...said, saying(Math.max(...said.map(({ key }) => key)) + 1)])}
      >
        {t('bulk.addField')}
      </Button>
    </EditedContext>
  )
}

interface HowToChangeProps {
  field: Field
  one: Saying
  at: number
  onChange: (to: Partial<Saying>) => void
}

function HowToChange({ field, one, at, onChange }: HowToChangeProps) {
  const { Edit } = widgetOf(field)
  const label = fieldLabel(field)
  const verbs = bulkVerbs(field)
  return (
    <>
      <Select
        className={classes.verb ?? ''}
        mt={at === 0 ? 'auto' : 0}
        aria-label={t('bulk.verb', { field: label })}
        data={verbs.map((verb) => ({ value: verb, label: t(`bulk.do.${verb}`) }))}
        allowDeselect={false}
        value={one.verb}
        onChange={(verb) => verb && onChange({ verb })}
      />
      {one.verb !== 'clear' && (
        <div className={classes.value}>
          <Edit
            key={one.field}
            field={field}
            label={label}
            bare
            value={one.value}
            onChange={(value) => onChange({ value })}
          />
        </div>
      )}
    </>
  )
}
