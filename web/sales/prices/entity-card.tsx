import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { legalEntity } from '../../../contract/team/legal-entity.ts'
import { ConflictDialog } from '../../records/conflict-dialog.tsx'
import { EditableFields } from '../../records/editable-fields.tsx'
import { recordQuery, someQuery } from '../../records/record-api.ts'
import { ExpandedContext } from '../../records/titles.ts'
import { useTypes } from '../../shell/types.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import classes from './quoting-page.module.css'

const standard = { field: 'standard', op: 'is', value: true } as const
const first = ['name', 'logo', 'colour', 'address', 'taxNumber', 'registration', 'bank', 'language']

/** Who quotes come from: what stands on them, and how they look. */
export function EntityCard() {
  const type = useTypes().of(legalEntity.name)
  const { data } = useSuspenseQuery(someQuery(type, { filter: standard, sort: null, fields: [] }, 1))
  const id = data.data[0]?.id
  return (
    <Card title={t('quoting.entity')} className={classes.entity ?? ''}>
      <p className={classes.quiet}>
        {t('quoting.entityText')}{' '}
        <Link to="/$plural" params={{ plural: legalEntity.plural }}>
          {t('quoting.allEntities')}
        </Link>
      </p>
      {id && <Entity id={id} />}
    </Card>
  )
}

function Entity({ id }: { id: string }) {
  const type = useTypes().of(legalEntity.name)
  const { data: entity } = useSuspenseQuery(recordQuery(type, id))
  return (
    <ExpandedContext value={entity.expanded ?? {}}>
      <EditableFields type={type} record={entity} first={first} />
      <ConflictDialog />
    </ExpandedContext>
  )
}
