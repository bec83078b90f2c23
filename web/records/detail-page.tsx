import { Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { RecordType } from '../../contract/records/record-type.ts'
import { useCrumb } from '../shell/crumbs.tsx'
import { NotFound } from '../shell/error-page.tsx'
import { useTypeByPlural } from '../shell/types.ts'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Card } from '../ui/card.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { WingDot } from '../ui/wing.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import classes from './detail-page.module.css'
import { EditableFields } from './editable-fields.tsx'
import { pictureOf } from './files/address.ts'
import { History } from './history.tsx'
import { recordQuery } from './record-api.ts'
import { useAddressOf } from './successor.ts'
import { RecordHead } from './record-head.tsx'
import { RecordFooter } from './record-footer.tsx'
import { RelatedCards } from './related.tsx'
import { ExpandedContext } from './titles.ts'
import { titleFields } from './view.ts'

export default function DetailPage() {
  const { plural, id } = useParams({ strict: false })
  const type = useTypeByPlural(plural)
  return type && id ? <Detail key={id} type={type} id={id} /> : <NotFound />
}

/** A record's own page, made from its declaration. */
function Detail({ type, id }: { type: RecordType; id: string }) {
  const { data: record } = useSuspenseQuery(recordQuery(type, id))
  useAddressOf(type, id, record)
  const navigate = useNavigate()
  useCrumb(record.title)
  return (
    <ExpandedContext value={record.expanded ?? {}}>
      <Page>
        <PageHeader
          title={record.title}
          mark={<Avatar name={record.title} round={type.name === 'user'} picture={pictureOf(type, record)} />}
          subtitle={
            <span className={classes.kind}>
              <WingDot wing={type.wing} /> {typeLabel(type).one}
            </span>
          }
          actions={
            <Button component={Link} to={`/print/${type.plural}/${id}`} variant="subtle">
              {t('print.print')}
            </Button>
          }
        />
        {record.deletedAt && (
          <p role="status" className={classes.bin}>
            {t('records.inBin', { type: inText(typeLabel(type).one) })}
          </p>
        )}
        <RecordHead type={type} record={record} place="page" />
        <div className={classes.columns}>
          <Card title={t('records.details')}>
            <EditableFields type={type} record={record} first={[...titleFields(type), ...type.columns]} />
            <RecordFooter
              type={type}
              record={record}
              onGone={() => void navigate({ to: `/${type.plural}` })}
            />
          </Card>
          <div className={classes.side}>
            <RelatedCards type={type} record={record} />
            <History type={type} id={id} />
          </div>
        </div>
      </Page>
      <ConflictDialog />
    </ExpandedContext>
  )
}
