import { knownFrameworks } from '../../../contract/sales/lead-qualification.ts'
import type { Framework, KnownFramework } from '../../../contract/sales/lead-qualification.ts'
import { t } from '../../text/seldom.ts'

type KnownCriterion = (typeof knownFrameworks)[KnownFramework][number]

/** What a criterion is called and what to ask for it: as the company wrote it, or as the framework has it. */
export function criterionTexts(framework: Framework, criterion: string): { label: string; question: string } {
  if (framework.name === 'own') {
    const own = framework.criteria.find(({ key }) => key === criterion)
    return { label: own?.label ?? criterion, question: own?.question ?? '' }
  }
  const known = criterion as KnownCriterion
  return { label: t(`criterion.${known}`), question: t(`criterion.${known}.ask`) }
}
