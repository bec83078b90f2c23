import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { isChoice, targetOf } from '../../../contract/records/field.ts'
import { fieldsOf } from '../../../contract/records/record-type.ts'
import type { FieldMapping, FileMapping } from '../../../contract/records/import-mapping.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { fieldLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { labelOf } from './draft.ts'
import editor from './editor.module.css'
import classes from './import.module.css'
import { declaredOf, targetsOf, withField } from './targets.ts'

type How = 'constant' | 'template' | 'copyOf'
const hows: readonly How[] = ['constant', 'template', 'copyOf']
const howOf = (mapping: FieldMapping): How => hows.find((how) => mapping[how] !== undefined) ?? 'constant'

/** References that a row itself fills, from whose records a value may be taken. */
const referencesOf = (file: FileMapping) =>
  file.fields
    .filter(
      ({ field }) => targetOf(declaredOf(file.recordType, field) ?? { type: 'text', label: '' }) !== null,
    )
    .map(({ field }) => field)

/** Fields that no column fills by itself. */
export function FurtherFields({ file, onFile }: { file: FileMapping; onFile: (file: FileMapping) => void }) {
  const further = file.fields.filter(({ column }) => column === undefined)
  const filled = new Set(file.fields.map(({ field }) => field))
  const free = targetsOf(file.recordType)[0]?.items.filter(({ value }) => !filled.has(value.slice(6))) ?? []
  const referring = referencesOf(file)

  const set = (mapping: FieldMapping) => onFile(withField(file, mapping))
  const remove = (field: string) =>
    onFile({ ...file, fields: file.fields.filter((one) => one.field !== field) })
  const rename = (from: string, to: string) =>
    onFile({
      ...file,
      fields: file.fields.map((one) =>
        one.field === from ? { ...blankOf(file.recordType, to), ...valueOf(one) } : one,
      ),
    })
  const setHow = (mapping: FieldMapping, how: How) => {
    const { constant: _c, template: _t, copyOf: _o, ...others } = mapping
    const reference = referring.find((name) => name !== mapping.field) ?? ''
    set({ ...others, ...(how === 'copyOf' ? { copyOf: { reference, field: 'createdAt' } } : { [how]: '' }) })
  }

  return (
    <Card title={t('import.further')}>
      <p className={classes.muted}>{t('import.furtherText')}</p>
      <ul>
        {further.map((mapping) => {
          const { field } = mapping
          const label = labelOf(file.recordType, field)
          const how = howOf(mapping)
          return (
            <li key={field} className={editor.further}>
              <NativeSelect
                aria-label={t('import.furtherField')}
                data={[{ value: `field:${field}`, label }, ...free]}
                value={`field:${field}`}
                onChange={(event) => rename(field, event.currentTarget.value.slice(6))}
              />
              <NativeSelect
                aria-label={`${label}: ${t('import.how')}`}
                data={hows
                  .filter(
                    (one) => one !== 'copyOf' || one === how || referring.some((name) => name !== field),
                  )
                  .map((one) => ({ value: one, label: t(`import.how.${one}`) }))}
                value={how}
                onChange={(event) => setHow(mapping, event.currentTarget.value as How)}
              />
              <FurtherValue
                file={file}
                mapping={mapping}
                label={label}
                referring={referring}
                onMapping={set}
              />
              <CloseButton
                aria-label={t('import.removeField', { field: label })}
                onClick={() => remove(field)}
              />
            </li>
          )
        })}
      </ul>
      {free[0] && (
        <Button
          variant="subtle"
          onClick={() =>
            onFile({
              ...file,
              fields: [
                ...file.fields,
                { ...blankOf(file.recordType, free[0]!.value.slice(6)), constant: '' },
              ],
            })
          }
        >
          {t('import.addFurther')}
        </Button>
      )}
    </Card>
  )
}

const blankOf = (recordType: string, field: string): FieldMapping => {
  const declared = declaredOf(recordType, field)
  return { field, ...(declared && targetOf(declared) && { reference: { by: 'name' as const } }) }
}

const valueOf = ({ constant, template, copyOf }: FieldMapping) => ({
  ...(constant !== undefined && { constant }),
  ...(template !== undefined && { template }),
  ...(copyOf !== undefined && { copyOf }),
})

interface FurtherValueProps {
  file: FileMapping
  mapping: FieldMapping
  label: string
  referring: readonly string[]
  onMapping: (mapping: FieldMapping) => void
}

function FurtherValue({ file, mapping, label, referring, onMapping }: FurtherValueProps) {
  const declared = declaredOf(file.recordType, mapping.field)
  const { copyOf, template, constant } = mapping
  if (copyOf) {
    const reference = declaredOf(file.recordType, copyOf.reference)
    const to = reference && targetOf(reference)
    return (
      <span className={editor.copy}>
        <NativeSelect
          aria-label={`${label}: ${t('import.copyReference')}`}
          data={referring.map((name) => ({ value: name, label: labelOf(file.recordType, name) }))}
          value={copyOf.reference}
          onChange={(event) =>
            onMapping({ ...mapping, copyOf: { ...copyOf, reference: event.currentTarget.value } })
          }
        />
        <NativeSelect
          aria-label={`${label}: ${t('import.copyField')}`}
          data={
            to
              ? Object.entries(fieldsOf(recordTypeOf(to))).map(([name, field]) => ({
                  value: name,
                  label: fieldLabel(field),
                }))
              : []
          }
          value={copyOf.field}
          onChange={(event) =>
            onMapping({ ...mapping, copyOf: { ...copyOf, field: event.currentTarget.value } })
          }
        />
      </span>
    )
  }
  if (template !== undefined)
    return (
      <TextInput
        aria-label={`${label}: ${t('import.template')}`}
        placeholder={t('import.template')}
        value={template}
        onChange={(event) => onMapping({ ...mapping, template: event.currentTarget.value })}
      />
    )
  if (declared && isChoice(declared))
    return (
      <NativeSelect
        aria-label={`${label}: ${t('import.constant')}`}
        data={[{ value: '', label: '—' }, ...declared.options]}
        value={constant ?? ''}
        onChange={(event) => onMapping({ ...mapping, constant: event.currentTarget.value })}
      />
    )
  return (
    <TextInput
      aria-label={`${label}: ${t('import.constant')}`}
      placeholder={t('import.constant')}
      value={constant ?? ''}
      onChange={(event) => onMapping({ ...mapping, constant: event.currentTarget.value })}
    />
  )
}
