import { Checkbox } from '@mantine/core'
import { useMemo } from 'react'
import { checkFormula } from '../../../../contract/records/formula/check.ts'
import type { FormulaResult } from '../../../../contract/records/formula/node.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import { t } from '../../../text/seldom.ts'
import { FormulaEditor } from './formula-editor.tsx'
import { FormulaPreview } from './formula-preview.tsx'
import { FunctionHelp } from './function-help.tsx'
import classes from './formula.module.css'

interface FormulaPartProps {
  type: RecordType
  formula: string
  result: FormulaResult | null
  /** What the server refused of it. */
  error: string | undefined
  onChange: (changed: { formula?: string; result?: FormulaResult | null }) => void
}

/** A believable formula of a type, for those who begin. */
const examples: Record<string, string> = {
  deal: 'amount * orElse(probability, stage.probability)',
  company: "sum(deals.amount where status = 'won')",
  person: "count(deals where status = 'open')",
}

/** The part of a field's form that is a formula's: written, checked at each letter, and tried on a few records. */
export function FormulaPart({ type, formula, result, error, onChange }: FormulaPartProps) {
  const checked = useMemo(() => checkFormula(formula, type, result), [formula, type, result])
  const example = examples[type.name]
  return (
    <div className={classes.part}>
      <FormulaEditor
        type={type}
        value={formula}
        problem={checked.problem}
        onChange={(text) => onChange({ formula: text })}
      />
      {formula.trim() === '' && (
        <p className={classes.hint}>
          {t('formula.empty')}{' '}
          {example && (
            <button type="button" onClick={() => onChange({ formula: example })}>
              {t('formula.exampleOf', { formula: example })}
            </button>
          )}
        </p>
      )}
      {error && !checked.problem && (
        <p role="alert" className={classes.refused}>
          {error}
        </p>
      )}
      {!checked.problem && <FormulaPreview type={type} formula={formula} result={checked.result} />}
      {!checked.problem && (checked.result === 'number' || checked.result === 'percentage') && (
        <Checkbox
          label={t('formula.asPercentage')}
          checked={result === 'percentage'}
          onChange={(event) => onChange({ result: event.currentTarget.checked ? 'percentage' : null })}
        />
      )}
      <FunctionHelp />
    </div>
  )
}
