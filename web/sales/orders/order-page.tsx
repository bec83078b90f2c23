import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { OrderContent } from '../../../contract/sales/order-routes.ts'
import { order as orderType, orderStatuses } from '../../../contract/sales/order.ts'
import { tax as taxType } from '../../../contract/sales/price-lists.ts'
import type { Money } from '../../../contract/values/money.ts'
import { ConflictDialog } from '../../records/conflict-dialog.tsx'
import { EditableFields } from '../../records/editable-fields.tsx'
import { History } from '../../records/history.tsx'
import { recordQuery, someQuery } from '../../records/record-api.ts'
import { RecordFooter } from '../../records/record-footer.tsx'
import { ExpandedContext } from '../../records/titles.ts'
import { useCrumb } from '../../shell/crumbs.tsx'
import { useMay } from '../../shell/session.tsx'
import { useTypes } from '../../shell/types.ts'
import { choiceLabel, inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { day } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { WingDot } from '../../ui/wing.tsx'
import { Of } from '../of.tsx'
import { taxesQuery } from '../quotes/quote-api.ts'
import { DraftOrder } from './draft-order.tsx'
import { contentQuery } from './order-api.ts'
import { OrderLines } from './order-lines.tsx'
import classes from './order-page.module.css'
import { CancelButton, ConfirmButton, RefundButton } from './order-verbs.tsx'
import { FollowCards } from './side-cards.tsx'
import { Steps } from './steps.tsx'
import { useLines } from './use-lines.ts'

export default function OrderPage() {
  const { id = '' } = useParams({ strict: false })
  return <Order key={id} id={id} />
}

function Order({ id }: { id: string }) {
  const { data: order } = useSuspenseQuery(recordQuery(useTypes().of(orderType.name), id))
  const { data: content } = useSuspenseQuery(contentQuery(id))
  const may = useMay(orderType.name)
  useCrumb(order.title)
  // Whoever is not to know prices writes no lines.
  const known = content.lines.every(({ price }) => price !== null)
  const canEdit = order.deletedAt === null && may('edit', order) && order['soldBy'] === 'us'
  const props = { order, content, canEdit }
  return (
    <ExpandedContext value={order.expanded ?? {}}>
      <Page>
        {order['confirmedAt'] === null && known ? <Drafted {...props} /> : <Confirmed {...props} />}
      </Page>
      <ConflictDialog />
    </ExpandedContext>
  )
}

interface OrderProps {
  order: AnyRecord
  content: OrderContent
  canEdit: boolean
}

/** An order whose lines are still written. */
function Drafted(props: OrderProps) {
  const { order, content, canEdit } = props
  const { data: taxes } = useSuspenseQuery(taxesQuery)
  const { data: standard } = useQuery(
    someQuery(taxType, { filter: { field: 'standard', op: 'is', value: true }, sort: null, fields: [] }, 1),
  )
  const rates = useMemo(
    () => new Map(taxes.data.flatMap(({ tax, rate, current }) => (current ? [[tax, rate]] : []))),
    [taxes],
  )
  const work = useLines(order.id, content, rates)
  const { missing } = content
  return (
    <Frame {...props} actions={canEdit && <ConfirmButton order={order} onBefore={() => work.save(true)} />}>
      {missing.length > 0 && (
        <p role="status" className={classes.late}>
          {t('order.missing', {
            what: missing
              .map(({ name, missing: count }) => t('order.missingOne', { count, name }))
              .join(', '),
          })}
        </p>
      )}
      <DraftOrder {...props} work={work} rates={taxes.data} standardTax={standard?.data[0]?.id ?? null} />
    </Frame>
  )
}

function Confirmed(props: OrderProps) {
  const { order, content, canEdit } = props
  const ours = order['soldBy'] === 'us'
  const live = canEdit && order['cancelledOn'] === null
  return (
    <Frame
      {...props}
      actions={
        live && (
          <>
            {content.left.deliver && <CancelButton {...props} />}
            {/[1-9]/.test(content.left.refund ?? '') && <RefundButton {...props} />}
          </>
        )
      }
    >
      {ours ? <Steps {...props} /> : <p className={classes.note}>{t('order.others')}</p>}
      <OrderLines
        content={content}
        net={order['net'] as Money | undefined}
        total={order['total'] as Money | undefined}
      />
    </Frame>
  )
}

function Frame({
  order,
  content,
  actions,
  children,
}: OrderProps & { actions: ReactNode; children: ReactNode }) {
  const navigate = useNavigate()
  const manner = useManner()
  const type = useTypes().of(orderType.name)
  const status = String(order['status'])
  const orderedOn = order['orderedOn'] as string | null
  return (
    <>
      <PageHeader
        title={order.title}
        subtitle={
          <span className={classes.about}>
            <WingDot wing="sales" /> {typeLabel(orderType).one}
            <span className={classes.status} data-status={status}>
              {choiceLabel(orderStatuses, status)}
            </span>
            {orderedOn && <span>{t('order.onDay', { day: day(orderedOn, manner) })}</span>}
            <Of type="company" id={order['company'] as string | null} />
            <Of type="person" id={order['person'] as string | null} />
            <Of type="deal" id={order['deal'] as string | null} />
            <Of type="quote" id={order['quote'] as string | null} />
          </span>
        }
        actions={actions}
      />
      {order.deletedAt && (
        <p role="status" className={classes.note}>
          {t('records.inBin', { type: inText(typeLabel(orderType).one) })}
        </p>
      )}
      <div className={classes.columns}>
        <div className={classes.main}>{children}</div>
        <div className={`${classes.side} no-paper`}>
          <FollowCards content={content} />
          <Card title={t('records.details')}>
            <EditableFields
              type={type}
              record={order}
              first={['name', 'reference', 'company', 'person', 'owner', 'orderedOn', 'shop']}
            />
            <RecordFooter
              type={type}
              record={order}
              onGone={() => void navigate({ to: '/$plural', params: { plural: orderType.plural } })}
            />
          </Card>
          <History type={type} id={order.id} />
        </div>
      </div>
    </>
  )
}
