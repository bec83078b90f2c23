/** Exchange rates: the page of settings for them. */
export const rates = {
  'rates.title': 'Exchange rates',
  'rates.text':
    'What one unit of a currency is worth in {currency}. Open deals count at the latest rate; a closed deal keeps the rate of the day it closed.',
  'rates.currency': 'Currency',
  'rates.from': 'From',
  'rates.rate': 'Rate',
  'rates.rateIn': 'One unit in {currency}',
  'rates.set': 'Set rate',
  'rates.removeOf': 'Delete the rate of {currency} from {day}',
  'rates.remove': 'Delete',
  'rates.isSet': '{currency} is set from {day}',
  'rates.isSetAndFilled': {
    one: '{currency} is set from {day}; {count} closed deal counts now',
    other: '{currency} is set from {day}; {count} closed deals count now',
  },
  'rates.removed': 'The rate of {currency} is deleted',
  'rates.none': 'No rates yet',
  'rates.noneText':
    'All amounts are in {currency}, or deals in other currencies are left out of sums. Set a rate above.',
  'rates.noneRead':
    'All amounts are in {currency}, or deals in other currencies are left out of sums. An administrator sets rates.',
  'rates.missing': {
    one: '{count} deal in {currency} counts nowhere',
    other: '{count} deals in {currency} count nowhere',
  },
  'rates.missingSince': 'closed from {day} on',
  'rates.setFor': 'Set a rate of {currency}',
  'rates.currencyMissing': 'Choose a currency',
  'rates.rateMissing': 'Enter a rate above zero, such as 0.92',
  'rates.dayMissing': 'Enter the day from which it counts',
} as const
