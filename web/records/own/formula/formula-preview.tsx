import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import type { CheckedFormula } from '../../../../contract/records/formula/check.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import { inText, typeLabel } from '../../../text/labels.ts'
import { t } from '../../../text/seldom.ts'
import { widgetOf } from '../../fields/widgets.ts'
import { previewQuery } from './formula-api.ts'
import classes from './formula.module.css'

interface FormulaPreviewProps {
  type: RecordType
  formula: string
  result: CheckedFormula['result']
}

/** What a formula gives for a few records, as it will be shown. */
export function FormulaPreview({ type, formula, result }: FormulaPreviewProps) {
  const [asked] = useDebouncedValue(formula, 350)
  const { data } = useQuery({ ...previewQuery(type.name, asked), placeholderData: keepPreviousData })
  const { many } = typeLabel(type)
  const { Show } = widgetOf({ type: result, label: '' })
  return (
    <section aria-label={t('formula.preview')} aria-busy={asked !== formula} className={classes.preview}>
      <p>
        {t('formula.gives', { kind: inText(t(`fields.type.${result}`)) })}
        {data?.records && data.records.length > 0 && ` · ${t('formula.previewOf', { many: inText(many) })}`}
      </p>
      {data?.problem === null && (!data.records || data.records.length === 0) && (
        <p>{t(data.records ? 'formula.noRecords' : 'formula.notTried')}</p>
      )}
      {data?.records && data.records.length > 0 && (
        <table>
          <tbody>
            {data.records.map(({ id, title, value }) => (
              <tr key={id}>
                <th scope="row">{title}</th>
                <td>
                  {value === null || value === undefined ? (
                    <span className={classes.nothing}>{t('formula.nothing')}</span>
                  ) : (
                    <Show field={{ type: result, label: '' }} value={value} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
