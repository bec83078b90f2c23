import { useQueryClient } from '@tanstack/react-query'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { paperMailRoutes } from '../../../contract/sales/paper-mail.ts'
import { quote as quoteType } from '../../../contract/sales/quote.ts'
import { call } from '../../shell/api.ts'
import { useLetters } from '../../shell/letters.ts'
import { t } from '../../text/seldom.ts'

const idOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

// The server fills these in once it knows them: a quote has its number and link only when it is sent.
const fields = { number: '{{document.number}}', link: '{{document.link}}' }

/** Writes the email that a quote goes with: it is frozen and sent with that, and taken back with it. Null without a mailbox. */
export function useQuoteLetter(quote: AnyRecord): ((of: 'draft' | 'sent') => void) | null {
  const queries = useQueryClient()
  const write = useLetters()
  if (!write) return null
  const person = idOf(quote['person'])
  return (of) =>
    write(quoteType.name, quote.id, {
      person,
      subject: t('quote.letterSubject', { ...fields, name: String(quote['name']) }),
      body: (name) => t('quote.letterBody', { ...fields, name }),
      about: { person, company: idOf(quote['company']), deal: idOf(quote['deal']) },
      attached: t('quote.letterFile'),
      send: (message) => call(paperMailRoutes.quote, { params: { id: quote.id }, body: { of, message } }),
      onChange: () => {
        for (const type of ['quote', 'deal']) void queries.invalidateQueries({ queryKey: ['records', type] })
      },
    })
}
