/**
 * Common English words, each of which is one token, alone and behind a blank, in o200k_base, cl100k_base, Qwen's and Llama 3's
 * vocabularies: who counts the tokens of a text made of them gets as many as it has words. Written by `npm run words`, not by
 * hand. Pure data.
 */
export const TOKEN_WORDS: readonly string[] = (
  'ability able about above accept accepted access according account accounts act acting action actions ' +
  'active activities activity actor acts actual actually add added adding additional address adult advance ' +
  'advanced affected after again against age agency agent ago agree ahead aid air airport album alex alive ' +
  'all allow allowed allows almost alone along already also alternative although always among amount ' +
  'analysis and animal animals annual another answer answers any anything appear appearance application ' +
  'applications apply appointed appropriate approved approximately are area areas argument arm around art ' +
  'article articles artist artists arts aside ask asking assembly assistant associated association attempt ' +
  'attention author authority available average avoid award aware away awesome back background bag balance ' +
  'ball band bank banks base based basic basis bay bear beautiful because been before begin behavior being ' +
  'bell below best bet better between big bill bird birds birth birthday bit block blue board boat book ' +
  'books born boss both bottom box brain brand break breaking bridge bright bring bringing budget build ' +
  'building built bus business busy but buy call called calling calls came camera camp campaign can ' +
  'candidate cannot capacity capital car card cards care career carry cars case cases cash cast cat catch ' +
  'caught cause cell cells cent center central centre chain chair challenge change changed changes ' +
  'changing channel chapter character characters charge charged charges cheap check chief choice choose ' +
  'chosen cities city civil claim claimed claims class classes classic clean clear close closed club coach ' +
  'code coffee cold collection college color combined come comes coming command comment comments ' +
  'commercial commission committee common communication communications community companies company ' +
  'competition complete completed complex computer concept condition conditions conference confidence ' +
  'confirmed connected connection consider construction contact contains content context continue ' +
  'continued contract control controlled conversation cook cool copy core corner correct cost could count ' +
  'county course court cover coverage covered cream create created creating creative credit crew critical ' +
  'cross culture cup current currently customer customers cut cycle daily damage dance dark data date day ' +
  'days deal decision deep degree delivery department description design details develop development ' +
  'device devices did difference different digital direct direction director discussion display distance ' +
  'distribution district division doctor documents does dogs doing done door double down download draft ' +
  'draw dream dress drive driver drop dry due during each early earth east easy eat economic edge edition ' +
  'editor education effect effective effects eight either electric elements else email employees empty end ' +
  'ended ending ends energy engine engineering ensure enter entered entry environment episode equal ' +
  'equipment era escape especially essential estate estimated even event events ever every everyone ' +
  'everything example examples except exchange exercise exist existing expect expected experience express ' +
  'extended extra eye eyes face faces facility fact factor facts fail failure fair fall falls family fans ' +
  'far farm fast fault favorite feature features feed feel fell felt few field fields figure file fill ' +
  'filled film films final finally finance financial find finding fine finish finished fire firm first ' +
  'fish fit five fix fixed flat flight floor flow flowers fly focus focused follow following food foot ' +
  'football for force forces forest forget forgot form formed former forms forward found foundation four ' +
  'free fresh friend friendly friends from front fuel full fully fun function fund future gain game games ' +
  'gas general generation get gets getting gift give given glass global goal going gone good goods got ' +
  'government grade grand grant great greater green ground group groups grow grown growth guard guess ' +
  'guide had hair half hall hand handle hands happy hard has have having head heads health healthy hear ' +
  'heard heart heat held hello help her here hero high higher highest hill him his history hold holding ' +
  'holds holiday home homes hope horse host hotel hour hours house houses housing how however human ice ' +
  'idea ideas identified identity image images impact important include included includes including income ' +
  'increase individual industry info information initial inside instance instead insurance interest ' +
  'interesting internal international internet into investment iron issue issued issues items its job join ' +
  'joined joint journal judge jump just justice keep keeping key kim kind know knowledge known lake land ' +
  'language large last late later latest launch law laws lay lead leader leaders leading league learn ' +
  'learning least leave led left legal length less let letter letters level levels library life light ' +
  'lights like liked likely likes limit limited line lines link links list listed listen little live ' +
  'living loan local located location long look looking looks lots love low lower luck machine made mail ' +
  'main major make makes making managed management manager many map market marketing markets mary master ' +
  'match matches material materials matter maximum may maybe mean meaning means measure media medical ' +
  'medicine medium meet meeting member members memory mental mention mentioned message met metal method ' +
  'methods mid middle might mile million mind mine minimum minor minute minutes miss missing mission mix ' +
  'mixed mobile mode model models modern moment money month months moon more most mostly motion mouth move ' +
  'movement moves movie movies moving much multiple music must name named names native natural nature near ' +
  'necessary neck need needed needs negative net network never new news next nice night nine none nor ' +
  'normal north not note notes nothing notice noticed now number numbers off offer offers office official ' +
  'often oil older once one ones online only onto open opened opening operation operations option options ' +
  'orange order ordered orders organization organizations original other others otherwise our out outside ' +
  'over overall own owned owner owners pack page pages paid pair paper papers parents park part ' +
  'particularly partner parts pass passed past path patient patients pay payment peace people per percent ' +
  'perfect perform performance perhaps period person personal phase phone photo photos physical pick ' +
  'picked picture pictures piece pieces place placed places plan plane planet plans plant plants platform ' +
  'play played player players playing plays please plus point points policy pool pop popular population ' +
  'port position positions positive possible possibly post posted posts potential power powers practice ' +
  'pre prepared presence present press pressure pretty prevent previous price prices primary prime prior ' +
  'private probably problem process produce product production products professional profile profit ' +
  'program progress project projects promise proof proper properties property protect prove provide ' +
  'provided public published pull purchase pure purpose push put quality quarter question questions quick ' +
  'quiet quite radio rain raise raised ran range rate rates rather reach reaction read reading ready real ' +
  'really reason reasonable receive received recent recommend record records red reduce reference region ' +
  'register regular related relations relationship relationships release released remain remaining ' +
  'remember remove removed report reported reports request require required requirements requires research ' +
  'reserve resolution resources respect response rest restaurant result results return returned returns ' +
  'review ride right rights ring rise risk river road rock role roll room rose round route row rule rules ' +
  'run running runs safe said sale sales salt same sat save saved saving say scale scene schedule school ' +
  'schools science score screen sea search season seat second seconds secret section sector secure ' +
  'security see seeing seek seen selected selection self sell selling send sending sense sent series serve ' +
  'service services session set sets setting seven shall shape share shared shares sharing she ship shirt ' +
  'shop shopping short should show shown shows side sign signal signed similar simple since single sit ' +
  'site sites six size skills sky sleep slow small smart snow social soft software sold solid solution ' +
  'some someone something sometimes song songs soon sorry sort sound sounds source sources south space ' +
  'special species specific speech speed spent split sport sports spot spread spring square staff stage ' +
  'stand standard standing stands star stars start started starting starts state statement states station ' +
  'statistics status stay steel step steps stick still stock stone stop store stores stories storm story ' +
  'straight strategy stream street strength stress strong structure student students studio study stuff ' +
  'style subject success successful such suggest summer sun super support supported sure surface survey ' +
  'sweet switch system systems table take taken takes taking talk target task tax teacher teachers team ' +
  'teams technical technology tell temperature ten term terms test testing tests text than thank thanks ' +
  'that the their them theme then there these they thing things think thinking third this those though ' +
  'thought three through throw ticket tickets time times tiny title today too tools top total tour town ' +
  'track trade traditional traffic train training transfer transport travel tree trees trial trip truck ' +
  'true trust truth try trying turn turned two type types typically unable under unique unit units unless ' +
  'until update upon upper urban use used user users uses using usual usually value values vehicle ' +
  'vehicles version very via video videos view views vision visit voice volume wait waiting wake walk ' +
  'walking wall walls want wanted warm was watch water wave way ways weak wear weather web website week ' +
  'weeks weight welcome well went were west western what whatever when where whether which while who whole ' +
  'whose why wide wild will win wind window windows winner wins winter wish with within without won wood ' +
  'word words work worked workers working works world worth would write writer writing written year years ' +
  'yellow yes yet you young your zero zone'
).split(' ');
