/**
 * Common words that no answer says: rude, violent, sexual, about bodies, drugs, belief, sides that people take, names, or no words
 * at all. Read by hand, since a vocabulary knows no manners; the generated list is read by hand after each change, too.
 */
export const LEFT_OUT: ReadonlySet<string> = new Set(
  (
    'god war wars death dead die dies died sex sexual sexually shot shots kill killed killer kills lord blood hell race races racial ' +
    'racist fight fighter fighters fighting attack attacks crime crimes criminal drug drugs gun guns weapon weapons ' +
    'evil enemy battle army gay gender female male girl girls woman women boy boys men man guy guys baby black white brown ' +
    'shit fuck ass porn naked bomb bombs shoot shooting strike strikes murder victim victims terror violent violence ' +
    'rape drink drinking wine beer alcohol hate stupid fat dirty mad sick ill illegal prison cock cum anal lick slave nuts ' +
    'balls lover dating breast bra pants escort massage hole holes grave abuse hang fake false spy blast dumb harm execute ' +
    'execution church faith bible holy angel pray prayer religion religious bishop islam christian muslim jewish party ' +
    'vote votes voters elect president congress republican democrat trump communist nazi military soldiers bush political ' +
    'democratic parties election elections liberal conservative immigration foreign foreigners alien aliens ' +
    'john tom jack nick bob lee fox don smith google twitter facebook amazon apple iii inc etc non anti pro sec yeah wow hey ' +
    'okay thus vice cry cried fed wing bond jobs china roman ford london america american americans english british france ' +
    'french german germany england india indian japan japanese european europe canada australia california york texas ' +
    'david james michael robert paul george mark steve mike chris ryan peter richard charles lewis martin jones ray ' +
    'com www http org tech max app apps blog chat click min vol mini gen ups bid ban dna ceo nba nfl usa los san las del ' +
    'der von dont cant wont thats lot til kinda gonna wanna gotta lol omg nah bro bye yep mum mom dad hon thy sin sins ' +
    'suffer suffering pain dying loss lost lose failed fear fat suicide cancer disease burn burned burning injured dangerous ' +
    'danger threat armed arms army gang cop cops arrested jail steal stolen thief punch hit hits beat beats kick kicks dumped ' +
    'slut bitch damn crap idiot fool ugly hot heavy touch touched touching bed virgin kiss kissed bloody skin ' +
    'body bodies hung bust busty hooker thong weed smoke smoking pot grass coke bar bars tea tank tanks knife rush crash ' +
    'sucks suck loser losers cheat cheating affair strip stripped bang banged doc rep reps rev cap caps fan mass king queen ' +
    'gods ghost devil magic gold silver union nation nations national race country countries immigrant refugee border ' +
    'wife husband girlfriend boyfriend bride marriage married divorce sister brother daughter son sons mother father mothers ' +
    'kids kid child children teen teens old poor rich wealth wealthy homeless hospital drunk abuse abused assault rob dick ham ' +
    'nick jersey bull pussy pee tit tits boob boobs hump horny stud sperm organ lust rear butt cult cop pig pigs rat rats dog ' +
    'cow donkey ape monkey asia christ sam youtube ben van sub legs leg bad sad lie lies lying wrong forced broken'
  ).split(' '),
);
