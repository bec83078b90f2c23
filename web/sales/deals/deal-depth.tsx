import type { AnyRecord } from '../../../contract/records/value.ts'
import { CompetitorsCard } from './competitors-card.tsx'
import classes from './deal-depth.module.css'
import { ObjectionsCard } from './objections-card.tsx'
import { PeopleCard } from './people-card.tsx'
import { StageCard } from './stage-card.tsx'

/** What a seller keeps in mind of a deal: what comes next, who decides, who else is after it, what speaks against it. */
export default function DealDepth({ deal, canEdit }: { deal: AnyRecord; canEdit: boolean }) {
  return (
    <div className={classes.cards}>
      <div className={classes.column}>
        {deal['status'] === 'open' && <StageCard deal={deal} canEdit={canEdit} />}
        <ObjectionsCard deal={deal} canEdit={canEdit} />
      </div>
      <div className={classes.column}>
        <PeopleCard deal={deal} canEdit={canEdit} />
        <CompetitorsCard deal={deal} canEdit={canEdit} />
      </div>
    </div>
  )
}
