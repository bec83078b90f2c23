import { functionNames, functions } from '../../../../contract/records/formula/functions.ts'
import { t } from '../../../text/seldom.ts'
import classes from './formula.module.css'

/** What functions there are; closed until somebody asks. */
export function FunctionHelp() {
  return (
    <details className={classes.help}>
      <summary>{t('formula.functions')}</summary>
      <dl>
        {functionNames.map((name) => (
          <div key={name}>
            <dt>
              <code>{functions[name]}</code>
            </dt>
            <dd>{t(`formula.does.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
