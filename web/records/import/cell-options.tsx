import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, NativeSelect, NumberInput, Select, TextInput } from '@mantine/core'
import type { Field } from '../../../contract/records/field.ts'
import { isChoice, targetOf } from '../../../contract/records/field.ts'
import type { ColumnLook } from '../../../contract/records/import.ts'
import { referenceKeys } from '../../../contract/records/import-mapping.ts'
import type { FieldMapping, Reference } from '../../../contract/records/import-mapping.ts'
import { t } from '../../text/seldom.ts'
import { FormatField } from './format-field.tsx'
import editor from './editor.module.css'
import { tidy, madeByName } from './targets.ts'
import { WordList } from './word-list.tsx'

interface CellOptionsProps {
  field: Field
  /** Part of an address: plain text, whatever the field. */
  part: boolean
  mapping: FieldMapping
  column: ColumnLook
  columnNames: readonly string[]
  alternatives?: readonly string[]
  onMapping: (mapping: FieldMapping) => void
}

const currencies = Intl.supportedValuesOf('currency')
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** What is said of the cells beyond their column, in a few words. */
function summaryOf(
  field: Field,
  { format, decimal, scale, currency, currencyColumn, reference, values }: FieldMapping,
): string {
  const words = values ? Object.keys(values).length : 0
  return [
    format,
    decimal && t(decimal === ',' ? 'import.decimalComma' : 'import.decimalPoint'),
    scale && `× ${scale.toLocaleString()}`,
    currencyColumn ?? currency,
    targetOf(field) && t(`import.by.${reference?.by ?? 'name'}`),
    reference?.createMissing && t('import.createMissing').toLowerCase(),
    words > 0 && t('import.changedWords', { count: words }),
  ]
    .filter(Boolean)
    .join(', ')
}

/** How the cells of a column are read as values of its field. Opens by itself where a person must choose. */
export function CellOptions({
  field,
  part,
  mapping,
  column,
  columnNames,
  alternatives,
  onMapping,
}: CellOptionsProps) {
  const set = (change: Partial<FieldMapping>) => onMapping(tidy({ ...mapping, ...change }))
  const cells = column.values.map(({ value }) => value)
  const dated = field.type === 'date' || field.type === 'moment'
  const figured = field.type === 'number' || field.type === 'percentage' || field.type === 'money'
  const listed = field.type === 'tags' || field.type === 'choices' || field.type === 'references'
  const to = targetOf(field)
  const worded =
    !dated && !figured && !['email', 'phone', 'link', 'longText', 'duration'].includes(field.type)
  if (!dated && !figured && !listed && !to && !worded && field.type !== 'phone') return null
  const setReference = (change: Partial<Reference>) =>
    set({ reference: tidy<Reference>({ by: 'name', ...mapping.reference, ...change }) })

  return (
    <details className={editor.options} open={alternatives !== undefined || undefined}>
      <summary aria-label={t('import.optionsOf', { column: column.name })}>
        {summaryOf(field, mapping) || t('import.options')}
      </summary>
      <div className={editor.optionFields}>
        {dated && (
          <FormatField
            label={t('import.format')}
            format={mapping.format}
            usual={field.type === 'date' ? 'yyyy-MM-dd' : 'iso'}
            cells={cells}
            {...(alternatives && { alternatives })}
            onFormat={(format) => set({ format })}
          />
        )}
        {dated && (
          <Select
            label={t('import.zoneOf')}
            data={zones}
            searchable
            clearable
            limit={40}
            value={mapping.zone ?? null}
            onChange={(zone) => set({ zone: zone ?? undefined })}
          />
        )}
        {figured && (
          <NativeSelect
            label={t('import.decimal')}
            {...(alternatives && { description: t('import.ambiguousDecimal') })}
            data={[
              { value: '.', label: t('import.decimalPoint') },
              { value: ',', label: t('import.decimalComma') },
            ]}
            value={mapping.decimal ?? '.'}
            onChange={(event) => set({ decimal: event.currentTarget.value === ',' ? ',' : '.' })}
          />
        )}
        {figured && (
          <NumberInput
            label={t('import.scale')}
            placeholder={t('import.scaleHelp')}
            min={0}
            hideControls
            value={mapping.scale ?? ''}
            onChange={(scale) =>
              set({ scale: typeof scale === 'number' && scale > 0 && scale !== 1 ? scale : undefined })
            }
          />
        )}
        {field.type === 'money' && (
          <>
            <Select
              label={t('import.currency')}
              data={currencies}
              searchable
              clearable
              limit={40}
              value={mapping.currency ?? null}
              onChange={(currency) => set({ currency: currency ?? undefined })}
            />
            <NativeSelect
              label={t('import.currencyFrom')}
              data={[{ value: '', label: t('import.noCurrencyColumn') }, ...columnNames]}
              value={mapping.currencyColumn ?? ''}
              onChange={(event) => set({ currencyColumn: event.currentTarget.value || undefined })}
            />
          </>
        )}
        {field.type === 'phone' && (
          <TextInput
            label={t('import.country')}
            placeholder={t('import.countryHelp')}
            maxLength={2}
            value={mapping.country ?? ''}
            onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() || undefined })}
          />
        )}
        {listed && (
          <TextInput
            label={t('import.separator')}
            maxLength={5}
            value={mapping.separator ?? ''}
            onChange={(event) => set({ separator: event.currentTarget.value || undefined })}
          />
        )}
        {to && (
          <>
            <NativeSelect
              label={t('import.found')}
              data={referenceKeys.map((by) => ({ value: by, label: t(`import.by.${by}`) }))}
              value={mapping.reference?.by ?? 'name'}
              onChange={(event) => setReference({ by: event.currentTarget.value as Reference['by'] })}
            />
            {mapping.reference?.by === 'externalId' && (
              <TextInput
                label={t('import.ofSource')}
                value={mapping.reference.source ?? ''}
                onChange={(event) => setReference({ source: event.currentTarget.value || undefined })}
              />
            )}
            {madeByName(to) && (
              <Checkbox
                className={editor.check ?? ''}
                label={t('import.createMissing')}
                checked={mapping.reference?.createMissing ?? false}
                onChange={(event) =>
                  setReference({ createMissing: event.currentTarget.checked || undefined })
                }
              />
            )}
          </>
        )}
      </div>
      {(worded || to || isChoice(field)) && !part && (
        <WordList
          field={field}
          mapping={mapping}
          column={column}
          onWords={(values) => set({ values: Object.keys(values).length > 0 ? values : undefined })}
        />
      )}
    </details>
  )
}
