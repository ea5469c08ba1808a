/** How home pages of both frontend systems call the card and offer it. */
export const myActionItemsCard = {
  title: 'My action items',
  description: 'Your open action items of all incidents, what is late first.',
};
