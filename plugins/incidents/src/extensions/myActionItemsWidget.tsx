import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';

/** The reader's open action items, as a widget of the home page. */
export const myActionItemsWidget = HomePageWidgetBlueprint.make({
  name: 'my-action-items',
  params: {
    name: 'MyActionItems',
    title: 'My action items',
    description: 'Your open action items of all incidents, what is late first.',
    components: async () => {
      const { MyActionItems } = await import(
        '../components/home/MyActionItems'
      );
      return { Content: MyActionItems };
    },
  },
});
