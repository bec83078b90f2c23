import { Button } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import { urlOf } from '../../../contract/http/client.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { order as orderType } from '../../../contract/sales/order.ts'
import { tax as taxType } from '../../../contract/sales/price-lists.ts'
import { quoteRoutes, type Draft, type QuoteContent } from '../../../contract/sales/quote-routes.ts'
import { quote as quoteType } from '../../../contract/sales/quote.ts'
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
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { WingDot } from '../../ui/wing.tsx'
import { Of } from '../of.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { contentQuery, taxesQuery } from './quote-api.ts'
import { DraftActions, SentActions } from './quote-actions.tsx'
import classes from './quote-page.module.css'
import { QuotePaper } from './quote-paper.tsx'
import { useQuoteLetter } from './quote-letter.ts'
import { SendPanel } from './send-panel.tsx'
import { ApprovalsCard, EditionsCard } from './side-cards.tsx'
import { useDraft } from './use-draft.ts'

export default function QuotePage() {
  const { id = '' } = useParams({ strict: false })
  return <Quote key={id} id={id} />
}

function Quote({ id }: { id: string }) {
  const { data: quote } = useSuspenseQuery(recordQuery(useTypes().of(quoteType.name), id))
  const { data: content } = useSuspenseQuery(contentQuery(id))
  const may = useMay(quoteType.name)
  const canEdit = quote.deletedAt === null && may('edit', quote)
  const [sending, setSending] = useState<'draft' | 'link' | null>(null)
  const write = useQuoteLetter(quote)
  useCrumb(quote.title)
  const { draft } = content
  return (
    <ExpandedContext value={quote.expanded ?? {}}>
      <Page>
        {draft ? (
          <Drafted
            key={draft.edition}
            quote={quote}
            content={content}
            draft={draft}
            canEdit={canEdit}
            onSend={() => setSending('draft')}
          />
        ) : (
          <Sent quote={quote} content={content} canEdit={canEdit} onSend={() => setSending('link')} />
        )}
      </Page>
      {sending && (
        <SendPanel
          quote={quote}
          of={sending}
          onClose={() => setSending(null)}
          onMail={
            write &&
            (() => {
              write(sending === 'draft' ? 'draft' : 'sent')
              setSending(null)
            })
          }
        />
      )}
      <ConflictDialog />
    </ExpandedContext>
  )
}

interface QuoteProps {
  quote: AnyRecord
  content: QuoteContent
  canEdit: boolean
  /** Shows the way to the link; what is sent is no draft any more, so it stands above both. */
  onSend: () => void
}

/** A quote whose lines are written, with what the customer has beside it. */
function Drafted({ draft, ...props }: QuoteProps & { draft: Draft }) {
  const { quote, content, canEdit } = props
  const { data: taxes } = useSuspenseQuery(taxesQuery)
  const { data: standard } = useSuspenseQuery(
    someQuery(taxType, { filter: { field: 'standard', op: 'is', value: true }, sort: null, fields: [] }, 1),
  )
  const rates = useMemo(
    () => new Map(taxes.data.flatMap(({ tax, rate, current }) => (current ? [[tax, rate]] : []))),
    [taxes],
  )
  const work = useDraft(quote.id, draft, rates)
  const [shown, setShown] = useState<number | null>(null)
  const edition = content.editions.find((one) => one.edition === shown)
  return (
    <Frame
      {...props}
      actions={<DraftActions {...props} work={work} />}
      shown={edition ? shown : null}
      onShow={(one) => setShown(one === shown ? null : one)}
    >
      {content.editions[0] && (
        <p className={classes.note}>{t('quote.withCustomer', { edition: content.editions[0].edition })}</p>
      )}
      {edition ? (
        <Paper edition={edition} />
      ) : (
        <DraftEditor
          quote={quote}
          draft={draft}
          work={work}
          rates={taxes.data}
          standardTax={standard.data[0]?.id ?? null}
          showCosts={quote['marginRate'] !== undefined}
          canEdit={canEdit}
        />
      )}
    </Frame>
  )
}

/** A quote that is with its customer, or was. */
function Sent(props: QuoteProps) {
  const { content } = props
  const [shown, setShown] = useState<number | null>(null)
  const edition = content.editions.find((one) => one.edition === shown) ?? content.editions[0]
  return (
    <Frame {...props} actions={<SentActions {...props} />} shown={edition?.edition ?? null} onShow={setShown}>
      {edition && <Paper edition={edition} />}
    </Frame>
  )
}

const Paper = ({ edition }: { edition: QuoteContent['editions'][number] }) => (
  <Card className={classes.sheet ?? ''}>
    <QuotePaper document={edition.document} />
  </Card>
)

/** What the customer's acceptance made of it: the way on. */
function Order({ of }: { of: string }) {
  const may = useMay(orderType.name)
  const asked = { filter: { field: 'quote', op: 'is', value: of }, sort: null, fields: [] } as const
  const { data } = useQuery({ ...someQuery(orderType, asked, 1), enabled: may('see') })
  return <Of type="order" id={data?.data[0]?.id ?? null} />
}

interface FrameProps extends QuoteProps {
  actions: ReactNode
  shown: number | null
  onShow: (edition: number) => void
  children: ReactNode
}

function Frame({ quote, content, actions, shown, onShow, children }: Omit<FrameProps, 'onSend'>) {
  const navigate = useNavigate()
  const type = useTypes().of(quoteType.name)
  const status = String(quote['status'])
  return (
    <>
      <PageHeader
        title={quote.title}
        subtitle={
          <span className={classes.about}>
            <WingDot wing="sales" /> {typeLabel(quoteType).one}
            <span className={classes.status} data-status={status}>
              {choiceLabel(quoteType.fields.status.options, status)}
            </span>
            <Of type="deal" id={quote['deal'] as string} />
            <Of type="company" id={quote['company'] as string | null} />
            <Of type="person" id={quote['person'] as string | null} />
            {status === 'accepted' && <Order of={quote.id} />}
          </span>
        }
        actions={
          <>
            {shown !== null && (
              <Button
                variant="subtle"
                component="a"
                target="_blank"
                href={urlOf(quoteRoutes.pdf, { params: { id: quote.id, edition: shown } })}
              >
                {t('quote.pdf')}
              </Button>
            )}
            {actions}
          </>
        }
      />
      {quote.deletedAt && (
        <p role="status" className={classes.note}>
          {t('records.inBin', { type: inText(typeLabel(quoteType).one) })}
        </p>
      )}
      <div className={classes.columns}>
        <div>{children}</div>
        <div className={`${classes.side} no-paper`}>
          <ApprovalsCard approvals={content.approvals} />
          <EditionsCard editions={content.editions} shown={shown} onShow={onShow} />
          <Card title={t('records.details')}>
            <EditableFields
              type={type}
              record={quote}
              first={['name', 'company', 'person', 'owner', 'setsAmount', 'validUntil', 'sentAt', 'viewedAt']}
            />
            <RecordFooter
              type={type}
              record={quote}
              onGone={() => void navigate({ to: '/$plural', params: { plural: quoteType.plural } })}
            />
          </Card>
          <History type={type} id={quote.id} />
        </div>
      </div>
    </>
  )
}
