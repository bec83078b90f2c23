import type { AnyRecord } from '../../../contract/records/value.ts'
import { invoice as invoiceType } from '../../../contract/sales/invoice.ts'
import { paperMailRoutes } from '../../../contract/sales/paper-mail.ts'
import { call } from '../../shell/api.ts'
import { useLetters } from '../../shell/letters.ts'
import { t } from '../../text/seldom.ts'

const idOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Writes the email that an invoice or credit note goes with; null without a mailbox. */
export function useInvoiceLetter(invoice: AnyRecord): (() => void) | null {
  const write = useLetters()
  if (!write) return null
  const person = idOf(invoice['person'])
  const number = invoice.title
  const credit = invoice['kind'] === 'credit'
  return () =>
    write(invoiceType.name, invoice.id, {
      person,
      subject: t(credit ? 'invoice.creditNumber' : 'invoice.number', { number }),
      body: (name) => t(credit ? 'invoice.creditLetter' : 'invoice.letter', { number, name }),
      about: { person, company: idOf(invoice['company']) },
      attached: `${number}.pdf`,
      send: (message) => call(paperMailRoutes.invoice, { params: { id: invoice.id }, body: message }),
      onChange: () => undefined,
    })
}
