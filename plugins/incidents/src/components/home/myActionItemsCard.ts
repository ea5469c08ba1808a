/** Name and description of the card, for home pages of both frontend systems. */
export const myActionItemsCard = {
  title: 'My action items',
  description: 'Your open action items of all incidents, what is late first.',
};
