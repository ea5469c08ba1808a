import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { myActionItemsCard } from '../components/home/myActionItemsCard';

/** The user's open action items, as a widget of the home page. */
export const myActionItemsWidget = HomePageWidgetBlueprint.make({
  name: 'my-action-items',
  params: {
    name: 'MyActionItems',
    ...myActionItemsCard,
    components: async () => {
      const { MyActionItems } = await import(
        '../components/home/MyActionItems'
      );
      return { Content: MyActionItems };
    },
  },
});
