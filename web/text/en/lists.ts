export const lists = {
  'print.print': 'Print',
  'print.gathering': 'Gathering…',
  'print.back': 'Back',
  'print.by': 'Printed by {name}, {at}',
  'print.beyond': 'Only the first {count} {many} are printed.',

  'duplicate.mailbox': 'same mailbox',
  'duplicate.birthday': 'same birthday',
  'duplicate.place': 'same town',
} as const
