import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import { Button, Checkbox, Modal, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FieldType } from '../../../contract/records/field.ts'
import { fileKindNames, largestFile, usualLargest } from '../../../contract/records/file.ts'
import {
  abilitiesOf,
  fieldFrom,
  ownFieldTypes,
  type OwnField,
  type OwnFieldType,
} from '../../../contract/records/own-field.ts'
import { refusalOf, type Refused } from '../changes.ts'
import { widgetOf } from '../fields/widgets.ts'
import { done } from '../../shell/undo.ts'
import { useTypes } from '../../shell/types.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { FormulaPart } from './formula/formula-part.tsx'
import { OptionsEditor, type Option } from './options-editor.tsx'
import { useFieldChanges } from './own-api.ts'
import classes from './own.module.css'

interface FieldFormProps {
  recordType: string
  /** The field to change; a new one without it. */
  field?: OwnField
  /** What is known of a new one already, as from a file's column. */
  start?: { label?: string; type?: FieldType; options?: Option[] }
  onClose: () => void
  onDone?: (field: OwnField) => void
}

const paths = [
  'label',
  'help',
  'type',
  'to',
  'options',
  'default',
  'unique',
  'required',
  'searched',
  'kinds',
  'largest',
  'formula',
]
const isChoosing = (type: OwnFieldType) => type === 'choice' || type === 'choices'
const isFiling = (type: OwnFieldType) => type === 'file' || type === 'files'
const megabyte = 1_048_576
const isReferring = (type: OwnFieldType) => type === 'reference' || type === 'references'

/** A field of the company's own, to be added or changed. Its type stays once it is there. */
export function FieldForm({ recordType, field, start, onClose, onDone }: FieldFormProps) {
  const types = useTypes()
  const of = types.of(recordType)
  const { add, change } = useFieldChanges()
  const [values, setValues] = useState(() => ({
    label: field?.label ?? start?.label ?? '',
    type: field?.type ?? start?.type ?? 'text',
    to: field?.to ?? null,
    help: field?.help ?? '',
    required: field?.required ?? false,
    unique: field?.unique ?? false,
    searched: field?.searched ?? false,
    personal: field?.personal ?? recordType === 'person',
    default: field?.default ?? null,
    options: field?.options ?? start?.options ?? [{ label: '' }],
    kinds: field?.kinds ?? null,
    largest: field?.largest ?? null,
    formula: field?.formula ?? '',
    result: field?.result ?? null,
  }))
  const [errors, setErrors] = useState<Refused>({})
  const [saving, setSaving] = useState(false)
  const can = abilitiesOf(values.type)
  const isFormula = values.type === 'formula'
  const set = (changed: Partial<typeof values>) => {
    setValues((before) => ({ ...before, ...changed }))
    setErrors((before) =>
      Object.fromEntries(
        Object.entries(before).filter(([path]) => path !== 'form' && !(path.split('.')[0] ?? '' in changed)),
      ),
    )
  }
  const options = values.options
    .map((option) => ({ ...option, label: option.label.trim() }))
    .filter(({ label }) => label !== '')

  const submit = async () => {
    setSaving(true)
    const { type, to, label, help, required, personal } = values
    const said = {
      label,
      help: help || null,
      required: required && !isFormula,
      personal,
      unique: Boolean(can.unique && values.unique),
      searched: Boolean(can.searched && values.searched),
      default: can.default && !values.unique ? values.default : null,
      ...(isChoosing(type) ? { options } : {}),
      ...(isFormula ? { formula: values.formula, result: values.result } : {}),
      ...(isFiling(type) ? { kinds: values.kinds, largest: values.largest } : {}),
    }
    try {
      const saved = field
        ? await change(field, said)
        : await add({ recordType, type, ...(isReferring(type) && to ? { to } : {}), ...said })
      done(t(field ? 'fields.changed' : 'fields.added', { name: saved.label }))
      onDone?.(saved)
      onClose()
    } catch (error) {
      setErrors(refusalOf(error, paths))
      setSaving(false)
    }
  }

  // The default is chosen by the field's own widget, as it will be.
  const preview =
    can.default && !values.unique
      ? fieldFrom(
          {
            ...values,
            formula: null,
            result: null,
            id: '',
            name: '',
            recordType,
            default: null,
            required: false,
            label: t('fields.default'),
            help: null,
            options: options.filter((option) => option.value !== undefined) as OwnField['options'],
            position: 0,
            retiredAt: null,
            version: 0,
          },
          of,
        )
      : null
  const { Edit } = preview ? widgetOf(preview) : { Edit: null }
  const many = inText(typeLabel(of).many)

  return (
    <Modal
      opened
      onClose={onClose}
      title={field ? t('fields.change', { name: field.label }) : t('fields.addTo', { many })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      size={isFormula ? 'lg' : 'md'}
    >
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void submit()
        }}
      >
        {errors['form'] && (
          <div role="alert" className={classes.failure}>
            {errors['form']}
          </div>
        )}
        <TextInput
          label={t('fields.name')}
          data-autofocus
          maxLength={80}
          value={values.label}
          error={errors['label']}
          onChange={(event) => set({ label: event.currentTarget.value })}
        />
        <Select
          label={t('fields.kind')}
          data={ownFieldTypes.map((type) => ({ value: type, label: t(`fields.type.${type}`) }))}
          value={values.type}
          disabled={field !== undefined}
          searchable
          allowDeselect={false}
          error={errors['type']}
          description={t(`fields.example.${values.type}`)}
          renderOption={({ option }) => (
            <span>
              {option.label}
              <span className={classes.example}>{t(`fields.example.${option.value}`)}</span>
            </span>
          )}
          onChange={(type) => type && set({ type, default: null })}
        />
        {isFormula && (
          <FormulaPart
            type={of}
            formula={values.formula}
            result={values.result}
            error={errors['formula']}
            onChange={set}
          />
        )}
        {isReferring(values.type) && (
          <Select
            label={t('fields.refersTo')}
            data={types.all.map((type) => ({ value: type.name, label: typeLabel(type).many }))}
            value={values.to}
            disabled={field !== undefined}
            searchable
            error={errors['to']}
            onChange={(to) => set({ to })}
          />
        )}
        {isChoosing(values.type) && (
          <OptionsEditor
            options={values.options}
            error={errors['options']}
            onChange={(changed) => set({ options: changed })}
          />
        )}
        {isFiling(values.type) && (
          <>
            <MultiSelect
              label={t('files.kinds')}
              description={t('files.kindsHelp')}
              data={fileKindNames.map((kind) => ({ value: kind, label: t(`files.kind.${kind}`) }))}
              value={values.kinds ?? []}
              error={errors['kinds']}
              onChange={(kinds) => set({ kinds: kinds.length > 0 ? kinds : null })}
            />
            <NumberInput
              label={t('files.largest')}
              min={1}
              max={largestFile / megabyte}
              allowDecimal={false}
              placeholder={String(usualLargest / megabyte)}
              value={values.largest === null ? '' : values.largest / megabyte}
              error={errors['largest']}
              onChange={(size) => set({ largest: size === '' ? null : Number(size) * megabyte })}
            />
          </>
        )}
        {preview && Edit && (!isChoosing(values.type) || field) && (
          <Edit
            field={preview}
            label={t('fields.default')}
            value={values.default}
            error={errors['default']}
            onChange={(value) => set({ default: value })}
          />
        )}
        <Textarea
          label={t('fields.help')}
          description={t('fields.helpHelp')}
          maxLength={300}
          autosize
          minRows={1}
          value={values.help}
          error={errors['help']}
          onChange={(event) => set({ help: event.currentTarget.value })}
        />
        <div className={classes.checks}>
          {!isFormula && (
            <Checkbox
              label={t('fields.required')}
              description={t('fields.requiredHelp')}
              checked={values.required}
              onChange={(event) => set({ required: event.currentTarget.checked })}
            />
          )}
          {can.unique && (
            <Checkbox
              label={t('fields.unique')}
              description={t('fields.uniqueHelp')}
              checked={values.unique}
              error={errors['unique']}
              onChange={(event) => set({ unique: event.currentTarget.checked })}
            />
          )}
          {can.searched && (
            <Checkbox
              label={t('fields.searched')}
              checked={values.searched}
              onChange={(event) => set({ searched: event.currentTarget.checked })}
            />
          )}
          <Checkbox
            label={t('fields.personal')}
            description={t('fields.personalHelp')}
            checked={values.personal}
            onChange={(event) => set({ personal: event.currentTarget.checked })}
          />
        </div>
        {field && (
          <p className={classes.api}>
            <code>{t('fields.inApi', { name: field.name })}</code>
          </p>
        )}
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={saving}>
            {t(field ? 'ui.save' : 'fields.add')}
          </Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
